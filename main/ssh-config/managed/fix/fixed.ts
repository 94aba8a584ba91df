/** What every repair gets and gives back. */

import { AppError } from '../../../contract/errors.ts'
import type { ConfigFinding, Problem } from '../../../contract/methods.ts'
import type { ConfigDocument } from '../../document.ts'
import type { EditorDeps } from '../deps.ts'
import type { DraftWords } from '../draft.ts'
import type { LoadedFile } from '../load.ts'
import type { WantedSetting } from '../verify/expectation.ts'

/** What a repair makes of the finding's file. */
export interface Fixed {
  readonly document: ConfigDocument
  readonly words: DraftWords
  /** Hosts that may have other settings afterwards. */
  mayChange(name: string): boolean
  readonly wanted?: readonly WantedSetting[]
  readonly notes?: readonly Problem[]
}

export interface FixInput {
  readonly deps: EditorDeps
  readonly finding: ConfigFinding
  readonly file: LoadedFile
}

/** @returns the error for a file that does not hold what was found */
export function movedOn({ file, line }: ConfigFinding): AppError {
  const where = line === null ? file : `${file}, line ${line},`
  return new AppError(
    'changed-meanwhile',
    `Nothing was changed: ${where} is not what it was when this was found. Look at the findings again.`,
  )
}
