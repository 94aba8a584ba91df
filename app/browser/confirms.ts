/** Questions that the page shows to the person, each open until answered, cancelled or too old. */

import { randomUUID } from 'node:crypto'
import type { ConfirmPrompt } from '../../main/contract/methods.ts'

const ANSWER_LIMIT_MS = 5 * 60_000

export interface Confirms {
  /** False when declined, when the call is cancelled, and when nobody answers. */
  ask(prompt: ConfirmPrompt, signal: AbortSignal): Promise<boolean>
  /** False when no such question is open. */
  answer(id: string, accept: boolean): boolean
}

/** `show` passes the question on; it returns false when there is no page to show it. */
export function createConfirms(show: (id: string, prompt: ConfirmPrompt) => boolean): Confirms {
  const open = new Map<string, (accept: boolean) => void>()
  return {
    ask(prompt, signal) {
      return new Promise((resolve) => {
        const id = randomUUID()
        const finish = (accept: boolean) => {
          clearTimeout(timer)
          signal.removeEventListener('abort', decline)
          open.delete(id)
          resolve(accept)
        }
        const decline = () => finish(false)
        const timer = setTimeout(decline, ANSWER_LIMIT_MS)
        signal.addEventListener('abort', decline)
        open.set(id, finish)
        if (signal.aborted || !show(id, prompt)) decline()
      })
    },
    answer(id, accept) {
      const finish = open.get(id)
      finish?.(accept)
      return finish !== undefined
    },
  }
}
