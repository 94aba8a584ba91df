/** `sshConfig.planFix`: what the repair of a finding would change. */

import { AppError } from '../../../contract/errors.ts'
import { parseDocument, printDocument } from '../../document.ts'
import type { EditorDeps } from '../deps.ts'
import { type Draft, makeDraft } from '../draft.ts'
import { loadForChange } from '../load.ts'
import type { Expectation } from '../verify/expectation.ts'
import { duplicateFix, identitiesFix, shadowFix, staleFix } from './block-fixes.ts'
import { type Fixed, type FixInput, movedOn } from './fixed.ts'
import { commentFix, slashFix } from './line-fixes.ts'

type FixMaker = (input: FixInput) => Fixed | Promise<Fixed>

const FIXES: { readonly [code: string]: FixMaker } = {
  'shadowed-by-wildcard': shadowFix,
  'identity-missing': commentFix,
  'identity-not-a-key': commentFix,
  'syntax-error': commentFix,
  'refused-characters': commentFix,
  'many-identities': identitiesFix,
  'duplicate-alias': duplicateFix,
  'stale-entry': staleFix,
  'windows-path': slashFix,
  'byte-order-mark': markFix,
}

/** @throws {AppError} `not-found`, `unsupported`, `changed-meanwhile`, and see `loadForChange` */
export async function draftFix(deps: EditorDeps, findingId: string): Promise<Draft> {
  const finding = await deps.findFinding(findingId)
  if (finding === null) {
    throw new AppError(
      'not-found',
      'This finding is not there any more: the ssh config has changed since. Look at the findings again.',
    )
  }
  const make = Object.hasOwn(FIXES, finding.code) ? FIXES[finding.code] : undefined
  if (make === undefined) {
    throw new AppError(
      'unsupported',
      `Keypilot cannot repair “${finding.title}” by itself. ${finding.detail}`,
    )
  }
  const withMark = finding.code === 'byte-order-mark'
  const file = await loadForChange(deps.paths, finding.file, { withMark })
  const fixed = await make({ deps, finding, file })
  const edit = { path: file.path, before: file.data, after: printDocument(fixed.document) }
  const expected: Expectation = {
    edited: finding.alias,
    mayChange: fixed.mayChange,
    wanted: fixed.wanted ?? [],
    mustBeAccepted: false,
  }
  return makeDraft(fixed.words, [edit], expected, fixed.notes)
}

const MARK_BYTES = 3

function markFix({ finding, file }: FixInput): Fixed {
  const { data } = file
  if (data === null || !data.subarray(0, MARK_BYTES).equals(Buffer.from('\ufeff'))) {
    throw movedOn(finding)
  }
  return {
    document: parseDocument(data.subarray(MARK_BYTES)),
    words: {
      title: `Remove the invisible mark at the start of ${finding.file}`,
      done: `Removed the invisible mark at the start of ${finding.file}`,
      action: 'Remove mark',
    },
    mayChange: () => false,
  }
}
