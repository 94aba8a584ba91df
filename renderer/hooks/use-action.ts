/**
 * One call at a time that may take a while, can be stopped, and may carry a secret: nothing of its
 * parameters is kept, neither here nor in the cache of reads.
 */

import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiProblem, messageOf, unwrap, useBridge } from '../bridge/index.ts'
import type { CallProgress, ErrorCode, MethodName, Params, Value } from '../contract.ts'

export interface Failed {
  /** Null for a fault of this window. */
  readonly code: ErrorCode | null
  readonly message: string
}

export interface Action<M extends MethodName> {
  readonly busy: boolean
  /** What the host is doing just now, in its words. */
  readonly detail: string | null
  readonly failed: Failed | null
  /** Resolves with null when it failed, was stopped, or when the person said no. */
  readonly start: (params: Params<M>) => Promise<Value<M> | null>
  readonly cancel: () => void
  /** Forgets the last failure. */
  readonly clear: () => void
}

/** Endings that the person chose: there is nothing to report. */
const CHOSEN: readonly ErrorCode[] = ['cancelled', 'declined']

/** @param onProgress is given what the call reports on its way, in order */
export function useAction<M extends MethodName>(
  method: M,
  onProgress?: (progress: CallProgress['progress']) => void,
): Action<M> {
  const bridge = useBridge()
  const [busy, setBusy] = useState(false)
  const [detail, setDetail] = useState<string | null>(null)
  const [failed, setFailed] = useState<Failed | null>(null)
  const running = useRef<string | null>(null)
  const listener = useRef(onProgress)
  useEffect(() => {
    listener.current = onProgress
  }, [onProgress])
  const cancel = useCallback(() => {
    if (running.current !== null) bridge.cancel(running.current)
  }, [bridge])
  const clear = useCallback(() => setFailed(null), [])
  useEffect(() => cancel, [cancel])

  const start = useCallback(
    async (params: Params<M>) => {
      if (running.current !== null) return null
      const callId = crypto.randomUUID()
      running.current = callId
      setBusy(true)
      setDetail(null)
      setFailed(null)
      const unsubscribe = bridge.subscribe('progress', (event) => {
        if (event.callId !== callId) return
        if (event.progress.kind === 'working') setDetail(event.progress.detail)
        listener.current?.(event.progress)
      })
      try {
        return unwrap(await bridge.call(method, params, callId))
      } catch (error) {
        const code = error instanceof ApiProblem ? error.code : null
        if (code === null || !CHOSEN.includes(code)) setFailed({ code, message: messageOf(error) })
        return null
      } finally {
        unsubscribe()
        running.current = null
        setBusy(false)
      }
    },
    [bridge, method],
  )
  return { busy, detail, failed, start, cancel, clear }
}
