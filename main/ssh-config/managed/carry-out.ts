/** From a draft to changed files: asked for, proven as staged copies, then written as one. */

import { lstat, readFile } from 'node:fs/promises'
import type { CallContext } from '../../contract/dispatch.ts'
import { AppError } from '../../contract/errors.ts'
import type { ConfigChange, DiffLine } from '../../contract/methods.ts'
import { changeFiles, type FileStep, fileMark } from '../../storage/index.ts'
import type { EditorDeps } from './deps.ts'
import type { FileEdit } from './diff.ts'
import type { Draft } from './draft.ts'
import { type Outcome, verifyChange } from './verify/verify.ts'

/** Rows of the differences that fit into a question. */
const MAX_ROWS = 30

/**
 * With a plan's id, only what that plan showed happens. Without, the person is asked, and what is
 * done is what the question showed.
 *
 * @throws {AppError} `changed-meanwhile`, `declined`, `verification-failed`, and the errors of the
 *   draft and of changing files; nothing is changed then
 */
export async function carryOut(
  deps: EditorDeps,
  makeDraft: () => Promise<Draft>,
  planId: string | undefined,
  context: Pick<CallContext, 'confirm'>,
): Promise<ConfigChange> {
  let draft = await makeDraft()
  if (planId === undefined && draft.edits.length > 0) {
    await ask(draft, context)
    const agreed = draft.plan.planId
    draft = await makeDraft()
    refuseIfDifferent(agreed, draft)
  }
  refuseIfDifferent(planId ?? draft.plan.planId, draft)
  const { edits, expected, words, plan } = draft
  const before = new Map(edits.map((edit) => [edit.path, edit.before]))
  let outcome: Outcome | null = null
  const prove = async (staged: ReadonlyMap<string, string>) => {
    const after = new Map<string, Buffer | null>()
    for (const { path } of edits) {
      const copy = staged.get(path)
      after.set(path, copy === undefined ? null : await readFile(copy))
    }
    outcome = await verifyChange(deps, { before, after }, expected)
  }
  const steps = await Promise.all(edits.map(stepOf))
  const { backup } = await changeFiles(deps.paths, steps, { title: words.done, verify: prove })
  if (outcome === null) await prove(new Map())
  const { verified, notes } = outcome as unknown as Outcome
  const changed = edits.map(({ path }) => path)
  if (backup !== null) deps.log.info('ssh-config-changed', { what: words.done, backup, verified })
  return { changed, backup, verified, notes: [...plan.notes, ...notes] }
}

async function stepOf({ path, before, after }: FileEdit): Promise<FileStep> {
  if (after === null) {
    const isLink = (await lstat(path)).isSymbolicLink()
    // Of a link, only the link goes.
    if (before === null || isLink) return { kind: 'remove', path }
    return { kind: 'remove', path, expected: fileMark(before) }
  }
  return before === null
    ? { kind: 'create', path, data: after, mode: 0o600 }
    : { kind: 'replace', path, data: after, expected: before }
}

function refuseIfDifferent(planId: string, { plan }: Draft): void {
  if (planId === plan.planId) return
  throw new AppError(
    'changed-meanwhile',
    'Nothing was changed: the ssh config is not as it was when the changes were shown. Look at them again.',
  )
}

async function ask(draft: Draft, context: Pick<CallContext, 'confirm'>): Promise<void> {
  const { plan, words } = draft
  const files = plan.files.flatMap(({ path, created, removed, diff }) => [
    created ? `${path} (new file)` : removed ? `${path} (will be removed)` : path,
    ...rowsOf(diff),
  ])
  const accepted = await context.confirm({
    title: `${words.title}?`,
    detail: [
      ...files,
      '',
      'The old files go to the backups, and can be brought back from there.',
    ].join('\n'),
    action: words.action,
  })
  if (!accepted) {
    throw new AppError('declined', 'Nothing was changed: the ssh config stays as it is.')
  }
}

function rowsOf(diff: readonly DiffLine[]): readonly string[] {
  const changed = diff.filter(({ kind }) => kind !== 'same')
  const rows = changed
    .slice(0, MAX_ROWS)
    .map(({ kind, text }) => `${kind === 'added' ? '+' : '-'} ${text}`)
  const more = changed.length - rows.length
  return more > 0 ? [...rows, `… and ${more} more lines`] : rows
}
