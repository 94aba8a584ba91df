/** The steps of an installation: told as they end, and the failure of one ends the rest. */

import { VisitFailure } from '../../connection/index.ts'
import type { CallContext } from '../../contract/dispatch.ts'
import type { InstallStep, InstallStepId, Problem } from '../../contract/methods.ts'

/** Ends the installation. */
export class StepFailure extends Error {
  override name = 'StepFailure' as const
  readonly problem: Problem

  /**
   * @param code stable name
   * @param title a few words
   * @param detail what it means and what to do
   */
  constructor(code: string, title: string, detail: string) {
    super(title)
    this.problem = { code, severity: 'error', title, detail }
  }
}

export interface Steps {
  /** @throws {StepFailure}; {AppError} `cancelled` */
  run<T>(id: InstallStepId, action: () => Promise<Done<T>>): Promise<T>
  skip(id: InstallStepId, detail: string): void
  /** All of them in their order; those that never ran are skipped. */
  finish(): readonly InstallStep[]
}

export interface Done<T> {
  readonly detail: string
  readonly value: T
  /** There was nothing to do. */
  readonly isSkipped?: boolean
}

const ORDER: readonly InstallStepId[] = [
  'connect',
  'password-login',
  'install-key',
  'key-login',
  'password-off',
  'password-refused',
]

export function createSteps(progress: CallContext['progress']): Steps {
  const ended = new Map<InstallStepId, InstallStep>()
  const end = (step: InstallStep) => {
    ended.set(step.id, step)
    progress({ method: 'passwordAccess.installKey', progress: { kind: 'step', step } })
  }
  const skip: Steps['skip'] = (id, detail) => end({ id, state: 'skipped', detail })
  return {
    skip,
    async run(id, action) {
      try {
        const { detail, value, isSkipped = false } = await action()
        end({ id, state: isSkipped ? 'skipped' : 'ok', detail })
        return value
      } catch (error) {
        const failure = asFailure(error)
        if (failure === null) throw error
        end({ id, state: 'failed', detail: failure.seen })
        throw failure.step
      }
    },
    finish() {
      for (const id of ORDER) if (!ended.has(id)) skip(id, 'Not reached.')
      return ORDER.flatMap((id) => ended.get(id) ?? [])
    },
  }
}

/** Null for what is no failure of a step: a cancelled call, a bug. */
function asFailure(error: unknown): { readonly step: StepFailure; readonly seen: string } | null {
  if (error instanceof StepFailure) return { step: error, seen: `${error.problem.title}.` }
  if (!(error instanceof VisitFailure)) return null
  const { causeCode, title, message, seen } = error
  return { step: new StepFailure(causeCode, title, message), seen }
}
