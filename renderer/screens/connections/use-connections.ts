/** The saved connections: read, kept fresh, and changed. */

import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { messageOf, unwrap, useBridge } from '../../bridge/index.ts'
import type { MethodName, Params, SavedConnection } from '../../contract.ts'
import { useToast } from '../../ui/toast.tsx'

/** A test of hundreds changes the list as often; once in this time is enough to follow it. */
const FOLLOW_MS = 400

/** Reads the list again when it was changed, by this window or by another Keypilot. */
export function useConnectionChanges(): void {
  const bridge = useBridge()
  const queries = useQueryClient()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = bridge.subscribe('connections.changed', () => {
      timer ??= setTimeout(() => {
        timer = undefined
        void refresh(queries)
      }, FOLLOW_MS)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [bridge, queries])
}

/** For after an action of this window; resolves when the list was read again. */
export function useRefreshConnections(): () => Promise<void> {
  const queries = useQueryClient()
  return useCallback(() => refresh(queries), [queries])
}

async function refresh(queries: QueryClient): Promise<void> {
  const methods: readonly MethodName[] = [
    'connections.list',
    'connections.problems',
    'connections.candidates',
  ]
  await Promise.all(methods.map((method) => queries.invalidateQueries({ queryKey: [method] })))
}

type Change = 'connections.save' | 'connections.restore'

/** Saves a connection, or brings one back; a failure is told in a toast, and gives null. */
export function useConnectionChange<M extends Change>(
  method: M,
): (params: Params<M>) => Promise<SavedConnection | null> {
  const bridge = useBridge()
  const toast = useToast()
  const refreshed = useRefreshConnections()
  return async (params) => {
    try {
      const saved: SavedConnection = unwrap(await bridge.call(method, params))
      await refreshed()
      return saved
    } catch (error) {
      toast('This could not be saved', messageOf(error))
      return null
    }
  }
}
