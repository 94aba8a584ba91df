/** Failed calls as exceptions, the form that the interface's data library understands. */

import type { ErrorCode, Json, Result } from '../contract.ts'

/** A call that was answered with an error. Its message is written for the person. */
export class ApiProblem extends Error {
  override name = 'ApiProblem' as const
  readonly code: ErrorCode
  /** More about it, for example `retryAfterMs`; null where the host said nothing more. */
  readonly details: Json

  constructor(code: ErrorCode, message: string, details: Json = null) {
    super(message)
    this.code = code
    this.details = details
  }
}

/** @throws {ApiProblem} when the result is an error */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new ApiProblem(result.error.code, result.error.message, result.error.details)
}

/** What to show for anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof ApiProblem
    ? error.message
    : 'Something went wrong in this window. Try again; if the same happens, restart Keypilot.'
}
