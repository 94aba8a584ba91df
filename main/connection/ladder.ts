/** Runs the stages of a test one after the other, each with its time limit, and reports them live. */

import { AppError } from '../contract/errors.ts'
import type { StageId, StageProgress, TestStage } from '../contract/methods.ts'
import { type Passed, StageFailure } from './facts.ts'
import { within } from './within.ts'

export interface Ladder {
  /**
   * @param onTimeout the failure when the limit is reached
   * @throws {StageFailure} the stage failed; {AppError} `cancelled`
   */
  run<T>(
    id: StageId,
    limitMs: number,
    onTimeout: () => StageFailure,
    action: (signal: AbortSignal) => Promise<Passed<T>>,
  ): Promise<T>
  /** The same for a stage that may turn out not to be possible: with null it has not run. */
  attempt(
    id: StageId,
    limitMs: number,
    onTimeout: () => StageFailure,
    action: (signal: AbortSignal) => Promise<Passed<null> | null>,
  ): Promise<void>
  skip(id: StageId, detail: string): void
  /** All stages in their order; those that never ran are skipped. */
  finish(order: readonly StageId[], detail: string): readonly TestStage[]
}

export function createLadder(
  signal: AbortSignal,
  progress: (progress: StageProgress) => void,
): Ladder {
  const ended = new Map<StageId, TestStage>()
  const end = (stage: TestStage) => {
    ended.set(stage.id, stage)
    progress({ kind: 'stage-ended', stage })
  }
  const skip: Ladder['skip'] = (id, detail) => end({ id, state: 'skipped', ms: 0, detail })
  async function time<P extends Passed<unknown> | null>(
    id: StageId,
    limitMs: number,
    onTimeout: () => StageFailure,
    action: (signal: AbortSignal) => Promise<P>,
  ): Promise<P> {
    const startedAt = performance.now()
    const ms = () => Math.round(performance.now() - startedAt)
    progress({ kind: 'stage-started', stage: id })
    try {
      const passed = await within(limitMs, signal, onTimeout, action)
      if (passed !== null) end({ id, state: passed.state, ms: ms(), detail: passed.detail })
      return passed
    } catch (error) {
      // What is left of a cancelled call says nothing about the connection.
      if (signal.aborted) throw new AppError('cancelled', 'Stopped at your request.')
      const failure = asFailure(error)
      end({ id, state: 'failed', ms: ms(), detail: failure.message })
      throw failure
    }
  }
  return {
    skip,
    run: async (id, limitMs, onTimeout, action) =>
      (await time(id, limitMs, onTimeout, action)).value,
    attempt: async (id, limitMs, onTimeout, action) => {
      await time(id, limitMs, onTimeout, action)
    },
    finish(order, detail) {
      for (const id of order) if (!ended.has(id)) skip(id, detail)
      return order.flatMap((id) => ended.get(id) ?? [])
    },
  }
}

/** Errors meant for the person become the verdict; anything else is a bug and goes on up. */
function asFailure(error: unknown): StageFailure {
  if (error instanceof StageFailure) return error
  if (error instanceof AppError) return new StageFailure('unexpected', error.message)
  throw error
}
