/** A stage that failed, in the words that a test would give it. */

import type { CauseCode } from '../../contract/methods.ts'
import { diagnose } from '../diagnosis/index.ts'
import { type Facts, StageFailure } from '../facts.ts'

export class VisitFailure extends Error {
  override name = 'VisitFailure' as const
  readonly causeCode: CauseCode
  readonly title: string
  /** What was seen, in one sentence. */
  readonly seen: string

  /** @param explanation what it means and what to do */
  constructor(causeCode: CauseCode, title: string, seen: string, explanation: string) {
    super(explanation)
    this.causeCode = causeCode
    this.title = title
    this.seen = seen
  }
}

/** Runs an action; the failure of a stage leaves it as a {@link VisitFailure}. */
export async function inWords<T>(facts: Facts, action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error
    const { causeCode, evidence, message } = error
    const words = diagnose(causeCode, { ...facts, ...evidence, detail: message })
    throw new VisitFailure(causeCode, words.title, message, words.explanation)
  }
}
