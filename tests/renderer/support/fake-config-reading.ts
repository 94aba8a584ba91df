/** How the fake reads a config: the kind of each line, and what a host comes to. */

import type { ConfigFileView, ConfigLineView, EffectiveConfig } from '../../../renderer/contract.ts'

export function fileView(path: string, lines: readonly string[], managed: boolean): ConfigFileView {
  return {
    path,
    kind: managed ? 'included-config' : 'config',
    managed,
    exists: true,
    lines: lineViews(lines),
    truncated: false,
    problem: null,
  }
}

function lineViews(lines: readonly string[]): readonly ConfigLineView[] {
  return lines.map((text, index) => ({
    number: index + 1,
    text,
    kind: kindOf(text.trim()),
    fault: text.trim().startsWith('Prot ') ? 'ssh does not know the keyword “Prot”' : null,
  }))
}

function kindOf(line: string): ConfigLineView['kind'] {
  if (line === '') return 'blank'
  if (line.startsWith('#')) return 'comment'
  if (line.startsWith('Prot ')) return 'faulty'
  const keyword = line.split(' ')[0]?.toLowerCase()
  return keyword === 'host' || keyword === 'match' || keyword === 'include' ? keyword : 'setting'
}

/** First value wins, for `Host` blocks without anything special: enough to look at. */
export function effectiveOf(
  path: string,
  lines: readonly string[],
  host: string,
  runMatchExec: boolean,
): EffectiveConfig {
  const settings: EffectiveConfig['settings'][number][] = []
  const blocks: EffectiveConfig['blocks'][number][] = []
  let matched: boolean | 'unknown' = true
  for (const { kind, text, number } of lineViews(lines)) {
    const [keyword = '', ...rest] = text.replace(/ #.*/, '').trim().split(' ')
    const value = rest.join(' ')
    if (kind === 'host' || kind === 'match') {
      const any = value === '*'
      matched = kind === 'match' ? (runMatchExec ? true : 'unknown') : any || value === host
      const why = any ? 'It is for every host.' : `It is for ${value}.`
      blocks.push({ file: path, line: number, text: text.trim(), matched, why })
    } else if (kind === 'setting' && matched !== false) {
      const first = settings.every((one) => one.keyword !== keyword || one.state === 'unknown')
      const state = matched === 'unknown' ? 'unknown' : first ? 'applies' : 'shadowed'
      settings.push({ keyword, value, file: path, line: number, state })
    }
  }
  const source = runMatchExec ? 'ssh' : 'keypilot'
  return { ...summary(host, settings), settings, blocks, source }
}

function summary(
  host: string,
  settings: EffectiveConfig['settings'],
): Omit<EffectiveConfig, 'settings' | 'blocks' | 'source'> {
  const first = (keyword: string) =>
    settings.find((one) => one.keyword === keyword && one.state === 'applies')?.value
  const identityFile = first('IdentityFile')
  return {
    host,
    hostName: first('HostName') ?? host,
    user: first('User') ?? 'ada',
    port: Number(first('Port') ?? 22),
    identityFiles: identityFile === undefined ? [] : [identityFile],
    identitiesOnly: first('IdentitiesOnly') === 'yes',
    proxyJump: first('ProxyJump') ?? null,
    proxyCommand: null,
    hostKeyAlias: first('HostKeyAlias') ?? null,
    problems: [],
  }
}
