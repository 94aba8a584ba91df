/** Connections in words: what a list row and a page say about one. */

import type {
  LastResult,
  SavedConnection,
  Target,
  TestAllReport,
  TestPurpose,
} from '../../contract.ts'
import type { Status } from '../../ui/status-icon.tsx'

/** Where a connection is in a test of many. */
export type LiveState = 'waiting' | 'running'

export interface StatusWords {
  readonly status: Status
  readonly words: string
}

/** The state of a connection, with `ago` for the time of its last test. */
export function statusOf(
  { lastResult }: Pick<SavedConnection, 'lastResult'>,
  live: LiveState | null,
  ago: (iso: string) => string,
): StatusWords {
  if (live === 'running') return { status: 'running', words: 'Testing…' }
  if (live === 'waiting') return { status: 'waiting', words: 'Waiting for its turn' }
  if (lastResult === null) return { status: 'open', words: 'Not tested yet' }
  const { verdict, title, at } = lastResult
  return { status: verdict === 'ok' ? 'done' : 'failed', words: `${title}, ${ago(at)}` }
}

/** The kind of access in a word or two, for a row. */
export function shortAccess({ kind }: Target): string {
  if (kind === 'runpod-proxy') return 'Proxy'
  return kind === 'runpod-direct' ? 'Exposed TCP' : 'Plain SSH'
}

export const PURPOSES: readonly { readonly value: TestPurpose; readonly label: string }[] = [
  { value: 'terminal', label: 'Terminal' },
  { value: 'files', label: 'Copy files' },
  { value: 'editor', label: 'VS Code, Cursor' },
  { value: 'tunnel', label: 'Jupyter, ports' },
]

export interface Ability {
  readonly purpose: TestPurpose
  readonly label: string
  /** Null: no test has shown it either way. */
  readonly works: boolean | null
}

/** What the connection can be used for, from the kind of access and the last test. */
export function abilitiesOf(
  target: Target,
  capabilities: LastResult['capabilities'] | null,
): readonly Ability[] {
  const { exec = null, sftp = null, pty = null, forwarding = null } = capabilities ?? {}
  const proxy = target.kind === 'runpod-proxy'
  const editor = exec === false || forwarding === false ? false : exec === null ? null : forwarding
  return [
    { purpose: 'terminal', label: 'A terminal', works: pty },
    { purpose: 'files', label: 'Copy files with scp and sftp', works: proxy ? false : sftp },
    { purpose: 'editor', label: 'VS Code and Cursor', works: proxy ? false : editor },
    { purpose: 'tunnel', label: 'Jupyter and other ports', works: proxy ? false : forwarding },
  ]
}

/** The abilities in one sentence. */
export function summaryOf(abilities: readonly Ability[]): string {
  const works = (purpose: TestPurpose) =>
    abilities.find((ability) => ability.purpose === purpose)?.works ?? null
  if (works('files') && works('editor')) return 'VS Code and scp will work, and a terminal.'
  if (works('files')) return 'A terminal and scp will work; VS Code and Cursor will not.'
  if (works('terminal')) return 'A terminal works. Copying files and VS Code do not.'
  return 'What it can be used for is not known yet. A test shows it.'
}

/** A name that ssh takes, made from the connection's: `Training pod` becomes `training-pod`. */
export function suggestAlias({ name, target }: Pick<SavedConnection, 'name' | 'target'>): string {
  const clean = (text: string) =>
    text
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, '-')
      .replace(/^[-.]+|[-.]+$/g, '')
  return clean(name) || clean(target.host) || 'pod'
}

/** What a test of many came to. */
export function describeReport({ passed, failed, notRun }: TestAllReport): string {
  const parts = [
    passed > 0 && `${passed} logged in`,
    failed > 0 && `${failed} did not get through`,
    notRun > 0 && `${notRun} not tested, because you stopped`,
  ]
  return `${parts.filter(Boolean).join(', ') || 'Nothing was tested'}.`
}
