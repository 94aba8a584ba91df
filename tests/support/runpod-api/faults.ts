/** What can go wrong on the way to RunPod and back; each fault is used up by the requests it hits. */

export interface Fault {
  readonly fault: FaultKind
  /** Default: any. */
  readonly method?: string
  /** The path without its query, e.g. `/v2/pods`; default: any. */
  readonly path?: string
  /** How many requests it hits; default 1. */
  readonly times?: number
}

export type FaultKind =
  /** A problem+json answer, or with `text` a plain one. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly detail?: string
      readonly errors?: readonly string[]
      readonly text?: string
      readonly headers?: { readonly [name: string]: string }
    }
  /** 429, with `Retry-After` in seconds where given. */
  | { readonly kind: 'rate-limited'; readonly retryAfter?: number | string }
  | { readonly kind: 'slow'; readonly ms: number }
  /** No answer; `after` the request took effect, or `before`. */
  | { readonly kind: 'never'; readonly when: 'before' | 'after' }
  /** The connection ends without an answer. */
  | { readonly kind: 'cut'; readonly when: 'before' | 'after' }
  /** The answer takes effect and is cut in the middle. */
  | { readonly kind: 'half' }
  /** It takes effect; what comes back is this text with status 200. */
  | { readonly kind: 'text'; readonly text: string; readonly type?: string }
  /** It takes effect; the answer is changed on its way. */
  | { readonly kind: 'edit'; readonly edit: (answer: unknown) => unknown }
  | { readonly kind: 'redirect'; readonly to: string; readonly status?: number }
  /** A valid beginning and then more and more. */
  | { readonly kind: 'endless' }

export interface Faults {
  set(faults: readonly Fault[]): void
  add(fault: Fault): void
  /** The first that fits, used up by one. */
  take(method: string, path: string): FaultKind | null
}

export function createFaults(first: readonly Fault[]): Faults {
  let waiting: { fault: Fault; left: number }[] = []
  const add = (fault: Fault) => {
    waiting.push({ fault, left: fault.times ?? 1 })
  }
  const set = (faults: readonly Fault[]) => {
    waiting = []
    for (const fault of faults) add(fault)
  }
  set(first)
  return {
    set,
    add,
    take(method, path) {
      const found = waiting.find(
        ({ fault, left }) =>
          left > 0 &&
          (fault.method === undefined || fault.method === method) &&
          (fault.path === undefined || fault.path === path),
      )
      if (found === undefined) return null
      found.left -= 1
      return found.fault.fault
    },
  }
}
