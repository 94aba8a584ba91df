/**
 * The running calls of one caller (a window, a browser session, a terminal). Every host sends its
 * calls through here, so that ids, cancelling and progress work the same in all of them.
 */

import type { Dispatch } from '../main/contract/dispatch.ts'
import type { ConfirmPrompt, Events, HostKind, Result } from '../main/contract/methods.ts'

/** What a call may ask of, and tell, the one who made it. */
export interface Caller {
  /** The signal ends the question when its call is cancelled. */
  confirm(prompt: ConfirmPrompt, signal: AbortSignal): Promise<boolean>
  progress(event: Events['progress']): void
}

export interface Calls {
  /** `callId` must be of the caller's making and not in use. Never throws. */
  call(method: unknown, params: unknown, callId: unknown): Promise<Result<unknown>>
  /** Stops one call; unknown ids, such as that of a call just finished, are ignored. */
  cancel(callId: unknown): void
  /** The caller has gone away. */
  cancelAll(): void
  /** The caller has gone against its will: tests go on without it, everything else is stopped. */
  pageLost(): void
  /** Number of calls that have not been answered yet. */
  running(): number
}

const MAX_CALL_ID_LENGTH = 64
/** Their results are saved, change nothing of the person's, and come within their time limits. */
const WORTH_FINISHING: ReadonlySet<string> = new Set(['connection.test', 'connections.testAll'])

export function createCalls(dispatch: Dispatch, host: HostKind, caller: Caller): Calls {
  const controllers = new Map<string, AbortController>()
  const tests = new Set<AbortController>()
  /** Tests that nobody waits for any more. */
  const unattended = new Set<AbortController>()
  return {
    async call(method, params, callId) {
      if (typeof method !== 'string') return badRequest('"method" must be a text')
      if (!isCallId(callId)) return badRequest('"callId" must be a text of 1 to 64 characters')
      if (controllers.has(callId)) return badRequest('"callId" belongs to a call still running')
      const controller = new AbortController()
      controllers.set(callId, controller)
      if (WORTH_FINISHING.has(method)) tests.add(controller)
      const { signal } = controller
      const isHeard = () => !signal.aborted && !unattended.has(controller)
      try {
        return await dispatch(method, params, {
          callId,
          host,
          signal,
          confirm: async (prompt) => isHeard() && (await caller.confirm(prompt, signal)),
          progress: (progress) => {
            if (isHeard()) caller.progress({ callId, ...progress })
          },
        })
      } finally {
        if (controllers.get(callId) === controller) controllers.delete(callId)
        tests.delete(controller)
        unattended.delete(controller)
      }
    },
    cancel(callId) {
      if (isCallId(callId)) controllers.get(callId)?.abort()
    },
    cancelAll() {
      for (const controller of controllers.values()) controller.abort()
    },
    pageLost() {
      for (const [callId, controller] of controllers) {
        if (!tests.has(controller)) {
          controller.abort()
          continue
        }
        // The page that comes back begins anew: its first act must not stop them.
        controllers.delete(callId)
        unattended.add(controller)
      }
    },
    running: () => controllers.size,
  }
}

function isCallId(callId: unknown): callId is string {
  return typeof callId === 'string' && callId.length > 0 && callId.length <= MAX_CALL_ID_LENGTH
}

function badRequest(reason: string): Result<never> {
  return {
    ok: false,
    error: { code: 'bad-request', message: `The request is not valid: ${reason}.` },
  }
}
