/** A change that is ready to be shown, and to be carried out as shown. */

import { createHash } from 'node:crypto'
import type { ConfigPlan, Problem } from '../../contract/methods.ts'
import { type FileEdit, fileDiff } from './diff.ts'
import type { Expectation } from './verify/expectation.ts'

export interface Draft {
  readonly plan: ConfigPlan
  readonly edits: readonly FileEdit[]
  readonly expected: Expectation
  readonly words: DraftWords
}

export interface DraftWords {
  /** What will be done: "Add the host pod". */
  readonly title: string
  /** The same when it is done, for the list of backups: "Added the host pod". */
  readonly done: string
  /** Of the button that goes ahead: "Add host". */
  readonly action: string
}

/** Edits that change nothing are left out; without any, the plan is empty. */
export function makeDraft(
  words: DraftWords,
  edits: readonly FileEdit[],
  expected: Expectation,
  notes: readonly Problem[] = [],
): Draft {
  const changing = edits.filter(({ before, after }) => !sameBytes(before, after))
  const shown = { title: words.title, files: changing.map(fileDiff), notes }
  const contents = changing.map(({ path, before, after }) => [path, digest(before), digest(after)])
  const planId = digest(Buffer.from(JSON.stringify([shown, contents])))
  return { plan: { planId, ...shown }, edits: changing, expected, words }
}

function sameBytes(before: Buffer | null, after: Buffer | null): boolean {
  return before === null || after === null ? before === after : before.equals(after)
}

/** SHA-256 in base64url; empty for no file. */
function digest(data: Buffer | null): string {
  return data === null ? '' : createHash('sha256').update(data).digest('base64url')
}
