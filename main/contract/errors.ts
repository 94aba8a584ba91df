/** Errors that are meant for the person: services throw them, `dispatch` turns them into results. */

import type { ErrorCode, Json } from './methods.ts'

/** An expected failure. Anything else that is thrown is a bug and reaches the caller as `internal`. */
export class AppError extends Error {
  override name = 'AppError' as const
  readonly code: ErrorCode
  readonly details: Json | undefined

  constructor(code: ErrorCode, message: string, options: { details?: Json; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.details = options.details
  }
}

/** Throws `cancelled` if the call was cancelled; for the seams between steps of long work. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('cancelled', 'Stopped at your request.')
}

/** For the default branch of a switch over a union: the compiler proves it is never reached. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`)
}
