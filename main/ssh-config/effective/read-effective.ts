/** `sshConfig.effective`: the settings that ssh would use for a host, each with the line that says so. */

import type { EffectiveConfig, EffectiveSetting } from '../../contract/methods.ts'
import type { Paths } from '../../storage/index.ts'
import { readableValue } from '../document.ts'
import { expandIdentityFor } from '../expand.ts'
import { defaultSystemConfig, type Surroundings, surroundingsOf } from '../surroundings.ts'
import { defaultIdentities } from './defaults.ts'
import { type Evaluation, evaluate, type Query } from './evaluate.ts'
import type { FoundSetting } from './options.ts'
import { effectiveProblems } from './problems.ts'
import { loadProgram, type Program } from './program.ts'

export interface EffectiveQuery {
  /** What would be typed after `ssh`: a name, `user@name`, or `ssh://user@name:port`. */
  readonly host: string
  readonly user?: string
  readonly port?: number
}

/**
 * By Keypilot's own reader, which runs nothing: what depends on a `Match exec` is `unknown`. Reads
 * the person's config and then the computer's.
 */
export async function readEffective(
  paths: Paths,
  query: EffectiveQuery,
  around: Surroundings = surroundingsOf(paths),
): Promise<EffectiveConfig> {
  const program = await loadProgram(around, systemConfigOf(around))
  const typed = readDestination(query)
  return describe(program, typed, evaluate(program, typed, around), around)
}

export function systemConfigOf(around: Surroundings): string | null {
  return around.systemConfig === undefined ? defaultSystemConfig(around) : around.systemConfig
}

/** What ssh takes from its command line (ssh.c, main). What stands in `user` and `port` wins. */
export function readDestination({ host, user, port }: EffectiveQuery): Query {
  const uri = /^ssh:\/\/(?:([^@]*)@)?(\[[^\]]*\]|[^:/]*)(?::(\d{1,5}))?\/?$/.exec(host)
  const at = host.lastIndexOf('@')
  const plain = at > 0 ? [host.slice(0, at), host.slice(at + 1)] : [undefined, host]
  const [typedUser, typedHost, typedPort] =
    uri === null ? plain : [uri[1], uri[2]?.replace(/^\[(.*)\]$/, '$1'), uri[3]]
  const itsUser = user ?? typedUser
  const itsPort = port ?? (typedPort === undefined ? undefined : Number(typedPort))
  return {
    host: typedHost ?? host,
    ...(itsUser === undefined ? {} : { user: itsUser }),
    ...(itsPort === undefined ? {} : { port: itsPort }),
  }
}

export function describe(
  program: Program,
  query: Query,
  evaluation: Evaluation,
  around: Surroundings,
): EffectiveConfig {
  const { options, hostName, blocks } = evaluation
  const text = (keyword: string) => {
    const { value } = options.first(keyword)
    return value === null ? null : readableValue(value.text)
  }
  const printed = (keyword: string) => options.first(keyword).value?.printed ?? null
  const user = query.user ?? text('user') ?? around.user?.name ?? ''
  const port = query.port ?? Number(printed('port') ?? 22)
  const jump = noneIsNull(printed('proxyjump'))
  const tokens = {
    host: hostName.value,
    originalHost: query.host,
    user,
    port,
    alias: text('hostkeyalias'),
  }
  return {
    host: query.host,
    hostName: readableValue(hostName.value),
    ...{ user, port },
    identityFiles: identityValues(evaluation, around).map(
      (value) => expandIdentityFor(value, around, tokens) ?? value,
    ),
    identitiesOnly: printed('identitiesonly') === 'yes',
    proxyJump: jump === null ? null : readableValue(jump),
    proxyCommand: jump === null ? noneIsNull(text('proxycommand')) : null,
    hostKeyAlias: text('hostkeyalias')?.toLowerCase() ?? null,
    settings: [
      ...commandLine(query, evaluation, around),
      ...options.settings().map(settingOf(evaluation)),
    ],
    blocks: blocks.map(({ file, block, matched, why }) => ({
      file: file.path,
      line: block.opener?.number ?? 1,
      text: readableValue(block.opener?.text.trim() ?? ''),
      ...{ matched, why },
    })),
    source: 'keypilot',
    problems: effectiveProblems(program, query, evaluation),
  }
}

function identityValues({ options }: Evaluation, around: Surroundings): readonly string[] {
  const found = options.all('identityfile').filter(({ state }) => state === 'applies')
  if (found.length === 0) return defaultIdentities(around.sshVersion)
  const values = found.map(({ value }) => readableValue(value.text))
  return values.filter((value) => value.toLowerCase() !== 'none')
}

function settingOf({ options }: Evaluation): (found: FoundSetting) => EffectiveSetting {
  const cleared = options.first('clearallforwardings').value?.printed === 'yes'
  return ({ keyword, value, file, line, state }) => ({
    keyword: keyword.name,
    value: readableValue(value.text),
    file: file.path,
    line: line.number,
    state: cleared && keyword.kind === 'forward' ? 'shadowed' : state,
  })
}

/** What does not come from a file: the command line's words, and what ssh takes where nothing is said. */
function commandLine(
  query: Query,
  { options, hostName }: Evaluation,
  around: Surroundings,
): readonly EffectiveSetting[] {
  const isUnset = (keyword: string) =>
    options.first(keyword).value === null && options.first(keyword).certain
  const own = (keyword: string, value: string | number | undefined): EffectiveSetting[] =>
    value === undefined
      ? []
      : [{ keyword, value: String(value), file: null, line: null, state: 'applies' }]
  return [
    ...own('HostName', isUnset('hostname') ? hostName.value : undefined),
    ...own('User', query.user ?? (isUnset('user') ? around.user?.name : undefined)),
    ...own('Port', query.port ?? (isUnset('port') ? 22 : undefined)),
  ]
}

function noneIsNull(value: string | null): string | null {
  return value === null || value.toLowerCase() === 'none' ? null : value
}
