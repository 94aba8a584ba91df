/** Failed calls as exceptions, the form that the interface's data library understands. */

import type { ErrorCode, Result } from '../contract.ts'

/** A call that was answered with an error. Its message is written for the person. */
export class ApiProblem extends Error {
  override name = 'ApiProblem' as const
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** @throws {ApiProblem} when the result is an error */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new ApiProblem(result.error.code, result.error.message)
}

/** What to show for anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof ApiProblem
    ? error.message
    : 'Something went wrong in this window. Try again; if it stays, restart Keypilot.'
}
