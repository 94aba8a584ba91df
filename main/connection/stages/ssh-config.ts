/**
 * The part of the stage `local` that is about the ssh config: faults that stop ssh for every host,
 * and settings by which the person's own ssh does something else than this test.
 */

import type {
  CauseCode,
  ConfigFinding,
  EffectiveConfig,
  Fix,
  Target,
} from '../../contract/methods.ts'
import { isManagedConfig } from '../../ssh-config/index.ts'
import { type ConfigDifference, type OwnBlock, StageFailure } from '../facts.ts'
import { type OutsideFacts, told } from '../outside-facts.ts'
import { printable } from '../printable.ts'
import type { ChosenKey } from './choose-key.ts'

/** Codes of the config's audit that stop ssh for every host, when they are errors. */
const STOPPING: { readonly [code: string]: CauseCode } = {
  'config-writable': 'config-permissions',
  'syntax-error': 'config-broken',
  'byte-order-mark': 'config-broken',
  'windows-path': 'config-broken',
}

/** @throws {StageFailure} `config-permissions` or `config-broken` */
export async function refuseConfigFaults(
  outside: Pick<OutsideFacts, 'configFindings'>,
): Promise<void> {
  for (const finding of (await told(outside.configFindings)) ?? []) {
    const cause = finding.severity === 'error' ? STOPPING[finding.code] : undefined
    if (cause === undefined) continue
    const { file, line, title, detail } = finding
    const fix = repairOf(finding)
    throw new StageFailure(cause, `${title}. ${detail}`, {
      configFault: { file, line, ...(fix === null ? {} : { fix }) },
    })
  }
}

function repairOf({ id, fix, fixable }: ConfigFinding): Fix | null {
  if (fix !== undefined) return fix
  const label = 'Show how the file would be repaired'
  return fixable
    ? { kind: 'call', method: 'sshConfig.planFix', params: { finding: id }, label }
    : null
}

export interface ConfigComparison {
  readonly differences: readonly ConfigDifference[]
  /** ssh may be run with the config: it goes to the same place, and starts no other program. */
  readonly isHarmless: boolean
  readonly ownBlock: OwnBlock
}

/**
 * The command that people copy names user, port and key, which win over the config; the rest of the
 * config still counts.
 */
export async function compareConfig(
  target: Target,
  key: Pick<ChosenKey, 'path' | 'isNamed'>,
  { effectiveConfig }: Pick<OutsideFacts, 'effectiveConfig'>,
): Promise<ConfigComparison> {
  const { host, user, port } = target
  const config = await told(effectiveConfig && (() => effectiveConfig({ host, user, port })))
  if (config === null) return { differences: [], isHarmless: false, ownBlock: null }
  const elsewhere = [...otherPlace(target, config), ...otherWay(config)]
  return {
    differences: [...elsewhere, ...otherKey(key, config)],
    // A problem is what cannot be known without running a program, or what stops ssh altogether.
    isHarmless: elsewhere.length === 0 && config.problems.length === 0,
    ownBlock: ownBlockOf(host, config),
  }
}

function ownBlockOf(host: string, { blocks }: EffectiveConfig): OwnBlock {
  for (const { file, text, matched } of blocks) {
    const [keyword, ...names] = text.trim().split(/[\s"]+/)
    const isHost = keyword?.toLowerCase() === 'host' && matched === true
    if (!isHost || !names.includes(host) || isManagedConfig(file)) continue
    return names.length === 1 ? 'alone' : 'shared'
  }
  return null
}

/** `IdentityFile ~/.ssh/work (/home/me/.ssh/config line 5)` in a sentence that names where it stands. */
export function describeConfigLine({ keyword, value, file, line }: ConfigDifference): string {
  const where = file === null ? 'Your ssh config' : `${file}${line === null ? '' : ` line ${line}`}`
  return `${where} says “${keyword} ${printable(value)}” for this host`
}

function otherPlace(target: Target, config: EffectiveConfig): readonly ConfigDifference[] {
  return [
    config.hostName.toLowerCase() === target.host.toLowerCase()
      ? null
      : difference(config, 'HostName', config.hostName),
    config.user === target.user ? null : difference(config, 'User', config.user),
    config.port === target.port ? null : difference(config, 'Port', String(config.port)),
  ].filter((entry) => entry !== null)
}

function otherWay(config: EffectiveConfig): readonly ConfigDifference[] {
  const isSet = (value: string | null): value is string => value !== null && value !== 'none'
  return [
    isSet(config.proxyJump) ? difference(config, 'ProxyJump', config.proxyJump) : null,
    isSet(config.proxyCommand) ? difference(config, 'ProxyCommand', config.proxyCommand) : null,
  ].filter((entry) => entry !== null)
}

/** A key that was named is offered first, whatever the config says. */
function otherKey(
  { path, isNamed }: Pick<ChosenKey, 'path' | 'isNamed'>,
  config: EffectiveConfig,
): readonly ConfigDifference[] {
  const written = config.settings.find((setting) => isApplied(setting, 'IdentityFile'))
  const [first] = config.identityFiles
  if (isNamed || written === undefined || first === undefined) return []
  if (config.identityFiles.includes(path)) return []
  return [{ keyword: 'IdentityFile', value: first, file: written.file, line: written.line }]
}

function difference(config: EffectiveConfig, keyword: string, value: string): ConfigDifference {
  const written = config.settings.find((setting) => isApplied(setting, keyword))
  return { keyword, value, file: written?.file ?? null, line: written?.line ?? null }
}

/** Only what stands in a file: what ssh does by itself is no one's mistake. */
function isApplied(setting: EffectiveConfig['settings'][number], keyword: string): boolean {
  return (
    setting.keyword.toLowerCase() === keyword.toLowerCase() &&
    setting.state === 'applies' &&
    setting.file !== null
  )
}
