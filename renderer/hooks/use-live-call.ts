/** Calls a method again while the person types: the answer to the newest text wins. */

import { useEffect, useState } from 'react'
import { ApiProblem, messageOf, unwrap, useBridge } from '../bridge/index.ts'
import type { ErrorCode, MethodName, Params, Value } from '../contract.ts'

export interface LiveCall<T> {
  /** The answer to the newest parameters that were answered; null before the first. */
  readonly value: T | null
  readonly failure: string | null
  /** Of the failure; null for a fault of this window. */
  readonly code: ErrorCode | null
  /** True from the first change until its answer. */
  readonly pending: boolean
}

interface Answer<T> {
  /** The parameters and the round it belongs to, as JSON. */
  readonly to: string
  readonly value: T | null
  readonly failure: string | null
  readonly code: ErrorCode | null
}

const DELAY_MS = 250

/**
 * Null parameters clear the answer without a call. Nothing is kept once the parameters change or
 * the component goes away, so this is safe for pasted text.
 *
 * @param round a new number asks again with the same parameters
 */
export function useLiveCall<M extends MethodName>(
  method: M,
  params: Params<M> | null,
  round = 0,
): LiveCall<Value<M>> {
  const bridge = useBridge()
  const wanted = params === null ? null : JSON.stringify({ params, round })
  const [answer, setAnswer] = useState<Answer<Value<M>> | null>(null)

  useEffect(() => {
    if (wanted === null) {
      setAnswer(null)
      return
    }
    let current = true
    const timer = setTimeout(() => {
      bridge
        .call(method, (JSON.parse(wanted) as { readonly params: Params<M> }).params)
        .then(unwrap)
        .then(
          (value) => current && setAnswer({ to: wanted, value, failure: null, code: null }),
          (error: unknown) => {
            const code = error instanceof ApiProblem ? error.code : null
            if (current) setAnswer({ to: wanted, value: null, failure: messageOf(error), code })
          },
        )
    }, DELAY_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [bridge, method, wanted])

  const settled = wanted === null ? null : answer
  return {
    value: settled?.value ?? null,
    failure: settled?.failure ?? null,
    code: settled?.code ?? null,
    pending: wanted !== null && answer?.to !== wanted,
  }
}
