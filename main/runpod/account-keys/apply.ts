/** From a plan that was shown to a changed account: asked, locked, read again, kept, written, compared. */

import type { CallContext } from '../../contract/dispatch.ts'
import { AppError, throwIfCancelled } from '../../contract/errors.ts'
import type {
  AccountKey,
  AccountKeysBackup,
  AccountKeysPlan,
  ApplyAccountKeysParams,
} from '../../contract/methods.ts'
import { type Log, type Paths, withLock } from '../../storage/index.ts'
import type { RunpodApi } from '../api/types.ts'
import { writeBackup } from './backups.ts'
import type { Draft } from './draft.ts'
import { type Entry, keyIdOf, readEntries } from './entries.ts'
import { nameOf } from './notes.ts'
import type { PublishedChange } from './published.ts'
import { type Written, writeSet } from './write.ts'

export type ApplyContext = Pick<CallContext, 'confirm' | 'signal'>

export interface ApplyDeps {
  readonly paths: Paths
  readonly log: Log
  readonly api: RunpodApi
  /** Reads the account's keys anew and makes of them what the change asks for. */
  makeDraft(): Promise<Draft>
  /** Remembers which keys came and went. */
  note(change: PublishedChange): Promise<void>
  readonly pausesMs?: readonly number[]
}

export interface Applied {
  readonly keys: readonly string[]
  readonly backup: AccountKeysBackup
}

/** One change takes a few requests; another Keypilot's is waited for. */
const LOCK_WAIT_MS = 90_000
/** Entries that fit into a question. */
const MAX_ROWS = 20

/**
 * What nobody can prevent is a program of another maker that writes between our last reading and our
 * writing: RunPod's PUT replaces the whole set and knows no version. Its keys would be gone unseen.
 *
 * @throws {AppError} `changed-meanwhile`, `declined`, `invalid-value` for another word than the
 *   plan's, `already-exists` when there is nothing to do, the errors of the client and of the copy:
 *   nothing was changed then; `verification-failed` and `outcome-unknown` after it was sent
 */
export async function applyChange(
  deps: ApplyDeps,
  params: ApplyAccountKeysParams,
  context: ApplyContext,
): Promise<Applied> {
  await ask(deps, params, context)
  return withLock(
    deps.paths,
    'runpod-account-keys',
    async () => {
      throwIfCancelled(context.signal)
      const draft = await agreedDraft(deps, params)
      throwIfCancelled(context.signal)
      const { plan, entries, next, addedIds, removedIds } = draft
      const backup = await writeBackup(deps.paths, plan.title, entries)
      const before = entries.map(({ raw }) => raw)
      const { api, pausesMs } = deps
      const written = await writeSet({ api, before, next, ...(pausesMs && { pausesMs }) })
      const now = new Set(written.keys.map(keyIdOf))
      await deps.note({
        added: addedIds.filter((id) => now.has(id)),
        removed: removedIds.filter((id) => !now.has(id)),
      })
      report(deps.log, plan, backup, written)
      refuseIfOther(written, backup, entries)
      return { keys: written.keys, backup }
    },
    { waitMs: LOCK_WAIT_MS },
  )
}

/** The draft for the account as it is now, if it is still what was agreed to. */
async function agreedDraft(deps: ApplyDeps, params: ApplyAccountKeysParams): Promise<Draft> {
  const draft = await deps.makeDraft()
  const { plan } = draft
  if (plan.id !== params.planId) {
    throw new AppError(
      'changed-meanwhile',
      'Nothing was changed: the keys of your account are not as they were when the change was shown. Look at it again.',
    )
  }
  if (plan.noChange) {
    throw new AppError(
      'already-exists',
      'There is nothing to change: the keys are as you want them.',
    )
  }
  if (plan.confirmWord !== null && params.confirmWord !== plan.confirmWord) {
    throw new AppError(
      'invalid-value',
      `Nothing was changed: no key would be left on your account. If you want that, type exactly: ${plan.confirmWord}`,
    )
  }
  return draft
}

/** Adding a key of this computer was agreed to with the plan; the rest is asked for outside the page. */
async function ask(
  deps: ApplyDeps,
  params: ApplyAccountKeysParams,
  context: ApplyContext,
): Promise<void> {
  const { plan } = await agreedDraft(deps, params)
  if (plan.asks !== true) return
  const accepted = await context.confirm({
    title: `${plan.title}?`,
    detail: [
      'Entries of your RunPod account:',
      ...rows(plan.removed.map((entry) => `Removed: ${nameOf(entry)}`)),
      ...rows(plan.repaired.map(({ from }) => `Repaired: ${nameOf(from)}`)),
      ...rows(plan.added.map((entry) => `Added: ${addedName(entry)}`)),
      `Kept as they are: ${plan.kept.length}`,
      ...plan.notes.filter(({ severity }) => severity === 'warning').map(({ title }) => title),
      '',
      'The list as it is now is kept on this computer, and can be brought back from there.',
    ].join('\n'),
    action: plan.removed.length === 0 ? 'Change keys' : removal(plan.removed.length),
  })
  if (!accepted) {
    throw new AppError(
      'declined',
      'Nothing was changed: the keys of your account stay as they are.',
    )
  }
}

/** A name can be anyone's; the fingerprint cannot. */
function addedName(entry: AccountKey): string {
  const { fingerprint } = entry
  return fingerprint === null ? nameOf(entry) : `${nameOf(entry)} (${fingerprint})`
}

function removal(count: number): string {
  return count === 1 ? 'Remove entry' : 'Remove entries'
}

function rows(all: readonly string[]): readonly string[] {
  const more = all.length - MAX_ROWS
  return more > 0 ? [...all.slice(0, MAX_ROWS), `… and ${more} more`] : all
}

function report(
  log: Log,
  { added, repaired, removed }: AccountKeysPlan,
  backup: AccountKeysBackup,
  { missing, foreign }: Written,
): void {
  log.info('account-keys-changed', {
    backup: backup.id,
    added: added.length,
    repaired: repaired.length,
    removed: removed.length,
    missing: missing.length,
    foreign: foreign.length,
  })
}

function refuseIfOther(
  { missing, stillThere }: Written,
  backup: AccountKeysBackup,
  entries: readonly Entry[],
): void {
  if (missing.length === 0 && stillThere.length === 0) return
  const absent = namesOf(missing, entries)
  const present = namesOf(stillThere, entries)
  const what = [
    absent.length > 0 ? `These keys are not on your account now: ${absent.join(', ')}.` : '',
    present.length > 0 ? `These are there, although they were removed: ${present.join(', ')}.` : '',
  ]
  throw new AppError(
    'verification-failed',
    `The change was sent, but another program changed the keys at the same moment. ${what.join(' ').trim()} Look at the list. What was there before the change can be restored from the copy ${backup.id}; restoring takes nothing away.`,
    { details: { backup: backup.id, missing: absent, stillThere: present } },
  )
}

/** What was there before is named as it was shown then: a part of a secret does not look like one alone. */
function namesOf(lines: readonly string[], entries: readonly Entry[]): readonly string[] {
  const shown = lines.map((line) => entries.find(({ raw }) => raw === line)?.shown)
  const others = readEntries(lines, [])
  return rows(lines.map((_, at) => nameOf(shown[at] ?? (others[at] as Entry).shown)))
}
