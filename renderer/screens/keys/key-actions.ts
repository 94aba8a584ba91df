/** What can be done with a key, by what it is; the host checks everything again. */

import type { AskFor, KeyPair, Problem } from '../../contract.ts'
import { repairOf } from '../../repairs/repairs-context.ts'

export interface KeyActions {
  readonly rename: boolean
  readonly comment: boolean
  readonly passphrase: 'add' | 'change' | null
  readonly agent: 'add' | 'remove' | null
  readonly remove: boolean
  /** It has a private half that opens: Setup can work with it. */
  readonly setup: boolean
}

export function actionsOf(key: KeyPair): KeyActions {
  const hasFile = key.privateKeyPath !== null || key.publicKeyPath !== null
  const readable = key.fingerprint !== null && key.pair !== 'unreadable'
  const hasPrivate = readable && key.privateKeyPath !== null && key.pair !== 'public-only'
  const broken = key.problems.some(({ severity }) => severity === 'error')
  const held = key.uses.some(({ kind }) => kind === 'agent')
  return {
    rename: hasFile,
    comment: hasFile && readable,
    passphrase: !hasPrivate || key.encrypted === null ? null : key.encrypted ? 'change' : 'add',
    agent: held ? 'remove' : hasPrivate ? 'add' : null,
    remove: hasFile,
    setup: hasPrivate && !broken && key.pair !== 'mismatched',
  }
}

/** Controls that the Keys screen has for a key. */
const HANDLED: readonly AskFor[] = [
  'rename-key',
  'remove-key',
  'set-passphrase',
  'generate-key',
  'restore-backup',
]

/** The problems, without the buttons that would lead nowhere here. */
export function withPossibleFixes(problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) => {
    const { fix, ...rest } = problem
    const nowhere = fix?.kind === 'ask' && !HANDLED.includes(fix.ask) && repairOf(fix) === null
    return nowhere ? rest : problem
  })
}
