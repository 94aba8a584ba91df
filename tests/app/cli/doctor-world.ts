/** Made-up services that `keypilot doctor` is run on. */

import { runCli } from '../../../app/cli/cli.ts'
import { createKeypilot } from '../../../main/app.ts'
import type {
  Finding,
  KeyPair,
  MethodName,
  PermissionPlan,
  PermissionRepair,
  PermissionsReport,
} from '../../../main/contract/methods.ts'
import { resolvePaths } from '../../../main/storage/index.ts'
import { type FakeTerminalOptions, fakeTerminal } from './fake-terminal.ts'

export const { sshDir } = resolvePaths()

export function finding(fields: Partial<Finding> & Pick<Finding, 'id'>): Finding {
  return {
    code: 'private-key-too-open',
    severity: 'refuses',
    kind: 'private-key',
    path: `${sshDir}/${fields.id}`,
    target: null,
    title: 'Other accounts have rights to this private key',
    consequence: 'ssh will ignore this key and ask for a password.',
    rule: 'A rule.',
    before: 'mode 0644',
    after: 'mode 0600',
    undo: 'Keypilot keeps what was there.',
    rootCause: null,
    repairable: true,
    ...fields,
  }
}

export const FOLDER = finding({
  id: 'folder',
  kind: 'ssh-folder',
  path: sshDir,
  title: 'Other accounts can change this ssh folder',
  consequence: 'Another account can replace your keys.',
  severity: 'exposes',
  before: 'mode 0777',
  after: 'mode 0700',
})
export const KEY = finding({ id: 'id_work' })
export const CHILD = finding({ id: 'id_child', rootCause: 'folder' })
export const STUCK = finding({
  id: 'id_root',
  repairable: false,
  after: null,
  fix: { kind: 'copy', label: 'Copy the line', text: 'sudo chown me /k' },
})
export const ADVICE = finding({ id: 'advice', severity: 'advice', title: 'A hint' })

export const BROKEN = {
  name: 'id_crlf',
  privateKeyPath: `${sshDir}/id_crlf`,
  publicKeyPath: null,
  problems: [
    { code: 'crlf', severity: 'error', title: 'Windows line endings', detail: 'ssh refuses it.' },
    { code: 'permissions', severity: 'error', title: 'Others can read this key', detail: 'Told.' },
    { code: 'weak', severity: 'warning', title: 'A weak key', detail: 'Not refused.' },
  ],
} as unknown as KeyPair

export interface World {
  findings?: readonly Finding[]
  notes?: PermissionsReport['notes']
  keys?: readonly KeyPair[]
  failing?: readonly string[]
  /** What a later plan calls the same change. */
  changedTo?: string
}

/** Services that know only what they were given, and remember what they were asked. */
export function services(world: World) {
  const calls: { method: string; params: unknown }[] = []
  let findings = world.findings ?? []
  let plans = 0
  const planned = new Map<string, readonly string[]>()
  const values: { readonly [method: string]: (params: never) => unknown } = {
    'permissions.report': (): PermissionsReport => ({
      findings,
      checked: [
        { path: sshDir, kind: 'ssh-folder' },
        { path: `${sshDir}/id_work`, kind: 'private-key' },
      ],
      sshClient: { path: '/usr/bin/ssh', version: 'OpenSSH_9.2p1', flavour: 'openssh' },
      notes: world.notes ?? [],
    }),
    'permissions.plan': ({ findings: ids }: { findings: readonly string[] }): PermissionPlan => {
      plans += 1
      planned.set(`plan-${plans}`, ids)
      const steps = findings.filter(({ id }) => ids.includes(id))
      return {
        id: `plan-${plans}`,
        steps: steps.map(({ id, path, target, before, after }) => ({
          finding: id,
          path,
          target,
          from: before,
          to: plans > 1 && world.changedTo ? world.changedTo : (after ?? ''),
          command: `chmod 600 '${path}'`,
        })),
        skipped: [],
      }
    },
    'permissions.repair': ({ plan }: { plan: string }): PermissionRepair => {
      const ids = planned.get(plan) ?? []
      const done = findings.filter(({ id }) => ids.includes(id) && !world.failing?.includes(id))
      const failed = findings.filter(({ id }) => ids.includes(id) && world.failing?.includes(id))
      findings = findings.filter((one) => !done.includes(one))
      return {
        repaired: done.map(({ path, before, after }) => ({ path, from: before, to: after ?? '' })),
        failed: failed.map(({ path }) => ({ path, reason: 'The drive is read-only.' })),
        remaining: failed,
        backup: done.length === 0 ? null : 'backup-1',
      }
    },
    'keys.list': () => world.keys ?? [],
  }
  return {
    calls,
    dispatch: async (method: string, params: unknown) => {
      calls.push({ method, params })
      const value = values[method]
      if (value === undefined) throw new Error(`unexpected ${method}`)
      return { ok: true, value: value(params as never) } as const
    },
  }
}

export async function doctor(
  args: readonly string[],
  world: World,
  options: FakeTerminalOptions = {},
  made = services(world),
) {
  const terminal = fakeTerminal(options)
  const code = await runCli(['doctor', ...args], {
    terminal,
    version: '1.2.3',
    rendererDir: '/nowhere',
    start: (given) => ({ ...createKeypilot(given), dispatch: made.dispatch }),
  })
  const methods = made.calls.map(({ method }) => method as MethodName)
  return { code, out: terminal.stdout(), err: terminal.stderr(), asked: terminal.asked, methods }
}
