/** Calls a method again while the person types: the answer to the newest text wins. */

import { useEffect, useState } from 'react'
import { messageOf, unwrap, useBridge } from '../bridge/index.ts'
import type { MethodName, Params, Value } from '../contract.ts'

export interface LiveCall<T> {
  /** The answer to the newest parameters that were answered; null before the first. */
  readonly value: T | null
  readonly failure: string | null
  /** True from the first change until its answer. */
  readonly pending: boolean
}

interface Answer<T> {
  /** The parameters it belongs to, as JSON. */
  readonly to: string
  readonly value: T | null
  readonly failure: string | null
}

const DELAY_MS = 250

/**
 * Null parameters clear the answer without a call. Nothing is kept once the parameters change or
 * the component goes away, so this is safe for pasted text.
 */
export function useLiveCall<M extends MethodName>(
  method: M,
  params: Params<M> | null,
): LiveCall<Value<M>> {
  const bridge = useBridge()
  const wanted = params === null ? null : JSON.stringify(params)
  const [answer, setAnswer] = useState<Answer<Value<M>> | null>(null)

  useEffect(() => {
    if (wanted === null) {
      setAnswer(null)
      return
    }
    let current = true
    const timer = setTimeout(() => {
      bridge
        .call(method, JSON.parse(wanted) as Params<M>)
        .then(unwrap)
        .then(
          (value) => current && setAnswer({ to: wanted, value, failure: null }),
          (error: unknown) =>
            current && setAnswer({ to: wanted, value: null, failure: messageOf(error) }),
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
    pending: wanted !== null && answer?.to !== wanted,
  }
}
