/** What one command or line says, word for word, before it is judged. */

import type { ParsedSshCommand } from '../contract/methods.ts'
import type { ProblemCode } from './problems.ts'

/** A remark to be turned into a problem: the code, and the text it is about. */
export interface Note {
  readonly code: ProblemCode
  readonly about: string
}

export interface Reading {
  readonly form: ParsedSshCommand['form']
  readonly user: string | null
  readonly host: string | null
  /** As written, so that `PORT` and `70000` can be told apart later. */
  readonly port: string | null
  readonly identityFiles: readonly string[]
  readonly options: ParsedSshCommand['options']
  readonly forwards: readonly string[]
  readonly remoteCommand: string | null
  /** Letters of the flags without a value, e.g. `N` and `t`. */
  readonly flags: ReadonlySet<string>
  readonly notes: readonly Note[]
}

export const EMPTY_READING: Reading = {
  form: 'unknown',
  user: null,
  host: null,
  port: null,
  identityFiles: [],
  options: [],
  forwards: [],
  remoteCommand: null,
  flags: new Set(),
  notes: [],
}
