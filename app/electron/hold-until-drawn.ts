/**
 * Lets the page be drawn before its first calls are answered: loading the services for them takes
 * the thread that puts a window on the screen.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import type { Dispatch } from '../../main/contract/dispatch.ts'

/** From the first call on. A window that the system does not draw, such as a covered one, goes on without. */
const LIMIT_MS = 250

export interface Held {
  /** The same dispatcher, which answers from `release` on. */
  readonly dispatch: Dispatch
  /** Resolves with the first `release`. */
  readonly drawn: Promise<void>
  release(): void
}

export function holdUntilDrawn(dispatch: Dispatch): Held {
  let release = () => {}
  const drawn = new Promise<void>((resolve) => {
    release = resolve
  })
  let go: Promise<void> | null = null
  return {
    async dispatch(...call) {
      go ??= Promise.race([drawn, sleep(LIMIT_MS)])
      await go
      return dispatch(...call)
    },
    drawn,
    release,
  }
}
