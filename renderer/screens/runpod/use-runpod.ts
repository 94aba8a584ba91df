/** What RunPod says, read gently: its servers count the questions. */

import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { ApiProblem, unwrap, useBridge } from '../../bridge/index.ts'
import type {
  ErrorCode,
  MethodName,
  RunpodPods,
  RunpodStatus,
  RunpodWorkers,
  Value,
} from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'

type AccountMethod = 'runpod.checkApiKey' | 'runpod.accountKeys' | 'runpod.pods' | 'runpod.workers'

const ACCOUNT_METHODS: readonly MethodName[] = [
  'runpod.checkApiKey',
  'runpod.accountKeys',
  'runpod.pods',
  'runpod.workers',
]

/** What was read a moment ago is shown again without a question. */
const FRESH_MS = 10_000
/** After a failure that may pass by itself. */
const AFTER_FAILURE_MS = 30_000
/** Less is never useful, whatever the host says. */
const SHORTEST_MS = 1_000

/** Where the API key comes from; makes no request to RunPod. */
export function useRunpodStatus(): UseQueryResult<RunpodStatus, Error> {
  return useApiQuery('runpod.status', {})
}

/** True once it is certain that there is an API key. */
export function useHasApiKey(): boolean {
  const status = useRunpodStatus().data
  return status !== undefined && status.source !== null
}

/** One read of the account. It is asked for only with an API key, and not again on every focus. */
export function useAccountRead<M extends AccountMethod>(
  method: M,
  options: {
    readonly enabled?: boolean
    /** When to ask again by itself, in ms after this answer; never where it is left out. */
    readonly againInMs?: (value: Value<M>) => number
  } = {},
): UseQueryResult<Value<M>, Error> {
  const bridge = useBridge()
  const known = useHasApiKey()
  const { againInMs } = options
  return useQuery<Value<M>, Error>({
    queryKey: [method, {}],
    queryFn: async () => unwrap(await bridge.call(method, {})),
    enabled: known && (options.enabled ?? true),
    staleTime: FRESH_MS,
    refetchOnWindowFocus: false,
    // A hidden page asks nothing.
    refetchIntervalInBackground: false,
    refetchInterval: ({ state }) => {
      if (againInMs === undefined) return false
      if (state.error !== null) return waitAfter(state.error)
      return state.data === undefined ? false : Math.max(againInMs(state.data), SHORTEST_MS)
    },
  })
}

/** What a longer wait does not heal. */
const LASTING: readonly ErrorCode[] = ['no-api-key', 'unauthorized', 'forbidden']

function waitAfter(error: Error): number | false {
  if (error instanceof ApiProblem && LASTING.includes(error.code)) return false
  return retryAfterMsOf(error) ?? AFTER_FAILURE_MS
}

/** When RunPod said that it makes sense to ask again; null when it did not. */
export function retryAfterMsOf(error: Error): number | null {
  if (!(error instanceof ApiProblem)) return null
  const { details } = error
  if (typeof details !== 'object' || details === null || !('retryAfterMs' in details)) return null
  const { retryAfterMs } = details
  return typeof retryAfterMs === 'number' && retryAfterMs > 0 ? retryAfterMs : null
}

/** The pods, read again by themselves as often as makes sense where they are the topic. */
export function usePods() {
  return useAccountRead('runpod.pods', { againInMs: (pods: RunpodPods) => pods.askAgainInMs })
}

/** Where they are not, once a minute is enough to notice that one has moved. */
const ASIDE_MS = 60_000

export function usePodsAside(enabled: boolean) {
  return useAccountRead('runpod.pods', {
    enabled,
    againInMs: ({ askAgainInMs }: RunpodPods) => Math.max(askAgainInMs, ASIDE_MS),
  })
}

export function useWorkers() {
  return useAccountRead('runpod.workers', {
    againInMs: (workers: RunpodWorkers) => workers.askAgainInMs,
  })
}

/** Shows a new state of the API key at once, and reads the account again or forgets it. */
export function useTakeStatus(): (status: RunpodStatus) => void {
  const queries = useQueryClient()
  return useCallback(
    (status) => {
      queries.setQueryData(['runpod.status', {}], status)
      for (const method of ACCOUNT_METHODS) {
        if (status.source === null) queries.removeQueries({ queryKey: [method] })
        else void queries.resetQueries({ queryKey: [method] })
      }
    },
    [queries],
  )
}

/** For after a change; resolves when what is shown was read again. */
export function useRefreshPods(): () => Promise<void> {
  const queries = useQueryClient()
  return useCallback(() => queries.invalidateQueries({ queryKey: ['runpod.pods'] }), [queries])
}
