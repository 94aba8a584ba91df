/** A failed call of the fake host, with the code that the real one would give. */

import type { ErrorCode, Json } from '../../../renderer/contract.ts'

export class FakeProblem extends Error {
  readonly code: ErrorCode
  readonly details: Json

  constructor(code: ErrorCode, message: string, details: Json = null) {
    super(message)
    this.code = code
    this.details = details
  }
}
