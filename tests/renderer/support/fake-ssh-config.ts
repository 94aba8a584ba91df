/** An ssh config in memory: what the service would read, plan and write, with a way back. */

import type {
  ConfigChange,
  ConfigFinding,
  ConfigHost,
  ConfigPlan,
  SshConfigReport,
  UpsertHostParams,
} from '../../../renderer/contract.ts'
import type { Answers, Scenario } from './fake-bridge.ts'
import { effectiveOf, fileView } from './fake-config-reading.ts'
import { SYSTEM } from './fake-data.ts'
import { diffLines } from './fake-diff.ts'
import type { FakeKeys } from './fake-keys.ts'
import { FakeProblem } from './fake-problem.ts'

type ConfigAnswers = Pick<Answers, Extract<keyof Answers, `sshConfig.${string}`>>

export const CONFIG = '/home/ada/.ssh/config'
export const MANAGED = '/home/ada/.ssh/keypilot.conf'
const INCLUDE = 'Include keypilot.conf'
const HEAD = '# Written by Keypilot, which may change this file. Your own hosts belong in config.'

interface Files {
  readonly config: readonly string[]
  /** Null while there is no such file. */
  readonly managed: readonly string[] | null
}

interface Planned {
  readonly plan: ConfigPlan
  readonly files: Files
}

export function createFakeSshConfig(scenario: Scenario, keep: FakeKeys['store']): ConfigAnswers {
  const config = scenario.sshConfig ?? ['# my hosts', 'Host github.com', '    User git']
  let files: Files = { config, managed: scenario.managedConfig ?? null }
  const findings = new Map((scenario.configFindings ?? []).map((one) => [one.id, one]))
  const planFix = (id: string): Planned => {
    const finding = findings.get(id)
    if (finding === undefined) throw new FakeProblem('not-found', 'This finding is gone by now.')
    return plan(files, { ...files, config: commentedOut(files.config, finding) }, finding.title)
  }
  const apply = ({ plan, files: next }: Planned, planId: string | undefined): ConfigChange => {
    if (planId !== undefined && planId !== plan.planId) {
      throw new FakeProblem('changed-meanwhile', 'The ssh config was changed since. Look again.')
    }
    if (plan.files.length === 0) return { changed: [], backup: null, verified: true, notes: [] }
    const before = files
    files = next
    const changed = plan.files.map(({ path }) => path)
    const kept = changed.map((path) => ({ path, what: 'content', size: 99, mode: '0600' }) as const)
    const backup = keep(plan.title, kept, () => {
      files = before
    })
    return { changed, backup, verified: true, notes: [] }
  }
  return {
    'sshConfig.read': () => readFiles(files),
    'sshConfig.effective': ({ host, runMatchExec }) =>
      effectiveOf(CONFIG, files.config, host, runMatchExec === true),
    'sshConfig.audit': () => [...findings.values()],
    'sshConfig.planUpsert': (params) => planUpsert(files, params).plan,
    'sshConfig.upsertHost': ({ planId, ...params }) => apply(planUpsert(files, params), planId),
    'sshConfig.planRemove': ({ alias }) => planRemove(files, alias).plan,
    'sshConfig.removeHost': ({ planId, alias }) => apply(planRemove(files, alias), planId),
    'sshConfig.planFix': ({ finding }) => planFix(finding).plan,
    'sshConfig.applyFix': ({ planId, finding }) => {
      const planned = planFix(finding)
      findings.delete(finding)
      return apply(planned, planId)
    },
  }
}

/** The line at fault is kept, as a comment. */
function commentedOut(lines: readonly string[], { line }: ConfigFinding): readonly string[] {
  return lines.map((text, index) => (index + 1 === line ? `# Keypilot: ${text.trim()}` : text))
}

function planUpsert(files: Files, params: UpsertHostParams): Planned {
  const { alias, where = 'managed' } = params
  if (!/^[\w.-]+$/.test(alias)) {
    throw new FakeProblem('invalid-name', 'Use letters, digits, dots and dashes only.')
  }
  if (where === 'in-place') {
    const next = { ...files, config: editBlock(files.config, params) }
    return plan(files, next, `Update ${alias} in your config`)
  }
  const others = withoutBlock(files.managed ?? [HEAD], alias)
  const next = { managed: [...others, ...blockOf(params)], config: withInclude(files.config) }
  const known = readFiles(files).hosts.some((host) => host.managed && host.alias === alias)
  return plan(files, next, `${known ? 'Update' : 'Add'} ${alias}`)
}

function planRemove(files: Files, alias: string): Planned {
  const others = withoutBlock(files.managed ?? [], alias)
  const last = !others.some((line) => line.startsWith('Host '))
  const next = last
    ? { managed: null, config: files.config.filter((line) => line !== INCLUDE) }
    : { ...files, managed: others }
  return plan(files, next, `Remove ${alias}`)
}

function plan(before: Files, after: Files, title: string): Planned {
  const changes = [
    { path: MANAGED, old: before.managed, made: after.managed },
    { path: CONFIG, old: before.config, made: after.config },
  ]
  const files = changes
    .map(({ path, old, made }) => ({
      path,
      created: old === null && made !== null,
      removed: old !== null && made === null,
      diff: diffLines(old ?? [], made ?? []),
    }))
    .filter(({ diff }) => diff.length > 0)
  return { files: after, plan: { planId: JSON.stringify(files), title, files, notes: [] } }
}

function blockOf({ alias, hostName, user, port, keyId, hostKeyAlias }: UpsertHostParams): string[] {
  return [
    `Host ${alias}`,
    `    HostName ${hostName}`,
    `    User ${user}`,
    `    Port ${port}`,
    ...(keyId === undefined
      ? []
      : ['    IdentityFile ~/.ssh/id_ed25519', '    IdentitiesOnly yes']),
    '    ServerAliveInterval 30',
    ...(hostKeyAlias === undefined ? [] : [`    HostKeyAlias ${hostKeyAlias}`]),
  ]
}

function withInclude(config: readonly string[]): readonly string[] {
  return config.includes(INCLUDE) ? config : [INCLUDE, ...config]
}

/** Lines of the block of this alias, and those of all others. */
function split(lines: readonly string[], alias: string) {
  const start = lines.indexOf(`Host ${alias}`)
  if (start === -1) return { before: lines, block: [], after: [] }
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith('Host '))
  const end = length === -1 ? lines.length : start + 1 + length
  return { before: lines.slice(0, start), block: lines.slice(start, end), after: lines.slice(end) }
}

function withoutBlock(lines: readonly string[], alias: string): readonly string[] {
  const { before, after } = split(lines, alias)
  return [...before, ...after]
}

function editBlock(lines: readonly string[], params: UpsertHostParams): readonly string[] {
  const { before, block, after } = split(lines, params.alias)
  const wanted = { HostName: params.hostName, User: params.user, Port: String(params.port) }
  const edited = block.map((line) => {
    const [, indent = '', word = ''] = /^(\s*)(\w+)/.exec(line) ?? []
    const value = wanted[word as keyof typeof wanted]
    return value === undefined ? line : `${indent}${word} ${value}`
  })
  return [...before, ...edited, ...after]
}

function readFiles({ config, managed }: Files): SshConfigReport {
  const hosts = [...hostsOf(managed ?? [], MANAGED), ...hostsOf(config, CONFIG)]
  return {
    files: [
      ...(config.length === 0 ? [] : [fileView(CONFIG, config, false)]),
      ...(managed === null ? [] : [fileView(MANAGED, managed, true)]),
    ],
    hosts,
    managed: {
      path: MANAGED,
      included: config.includes(INCLUDE),
      entries: hosts.filter((host) => host.managed).length,
    },
    matchExec: [],
  }
}

function hostsOf(lines: readonly string[], file: string): readonly ConfigHost[] {
  return lines.flatMap((line, index) => {
    const alias = /^Host (\S+)$/.exec(line)?.[1]
    if (alias === undefined) return []
    const { block } = split(lines, alias)
    const value = (word: string) =>
      block
        .find((one) => one.trim().startsWith(`${word} `))
        ?.trim()
        .split(' ')[1] ?? null
    const port = value('Port')
    return [
      {
        alias,
        file,
        line: index + 1,
        managed: file === MANAGED,
        hostName: value('HostName'),
        user: value('User'),
        port: port === null ? null : Number(port),
        identityFiles: [`${SYSTEM.sshDir}/id_ed25519`],
      },
    ]
  })
}
