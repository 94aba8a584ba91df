/** What the body of a step gets to work with. */

import type { AskFor } from '../../contract.ts'
import type { StepId } from './setup-model.ts'
import type { Setup } from './use-setup.ts'

/** One coming to a step. A new object each time, so that the same wish counts again. */
export interface Visit {
  /** What a fix led here for; null when nothing in particular was asked. */
  readonly ask: AskFor | null
}

export interface StepBodyProps {
  readonly setup: Setup
  /** The last time the app led to a step. */
  readonly visit: Visit
  /** Opens another step, e.g. the one that holds the cause of a failure. */
  readonly goTo: (step: StepId, ask?: AskFor) => void
  /** This step's own tick was confirmed again: close it. */
  readonly onConfirmed: () => void
}
