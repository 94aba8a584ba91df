/** Calls of the contract as hooks: cached reads, actions, and the settings that many screens share. */

import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { unwrap, useBridge } from '../bridge/index.ts'
import type { MethodName, Params, SaveSettingsParams, Settings, Value } from '../contract.ts'

const SETTINGS_KEY = ['settings.read', {}] as const
const SAVING_KEY = ['settings.save'] as const

/** A cached read. Never for parameters with secrets or pasted text: the cache keeps them. */
export function useApiQuery<M extends MethodName>(
  method: M,
  params: Params<M>,
  options: { readonly enabled?: boolean; readonly staleTimeMs?: number } = {},
): UseQueryResult<Value<M>, Error> {
  const bridge = useBridge()
  return useQuery<Value<M>, Error>({
    queryKey: [method, params],
    queryFn: async () => unwrap(await bridge.call(method, params)),
    enabled: options.enabled ?? true,
    ...(options.staleTimeMs !== undefined && { staleTime: options.staleTimeMs }),
  })
}

/** An action. Its parameters and result are dropped when the component goes away. */
export function useApiMutation<M extends MethodName>(
  method: M,
): UseMutationResult<Value<M>, Error, Params<M>> {
  const bridge = useBridge()
  return useMutation<Value<M>, Error, Params<M>>({
    mutationFn: async (params) => unwrap(await bridge.call(method, params)),
    gcTime: 0,
  })
}

/** Saves part of the settings and shows the result everywhere at once. */
export function useSaveSettings(): UseMutationResult<
  Settings,
  Error,
  SaveSettingsParams,
  Settings | undefined
> {
  const bridge = useBridge()
  const queries = useQueryClient()
  return useMutation<Settings, Error, SaveSettingsParams, Settings | undefined>({
    mutationKey: SAVING_KEY,
    mutationFn: async (change) => unwrap(await bridge.call('settings.save', change)),
    // Choices show at once; the results of probes only when they are stored.
    onMutate: ({ theme, shell }) => {
      const before = queries.getQueryData<Settings>(SETTINGS_KEY)
      const chosen = {
        ...(theme !== undefined && { theme }),
        ...(shell !== undefined && { shell }),
      }
      if (before !== undefined) queries.setQueryData(SETTINGS_KEY, { ...before, ...chosen })
      return before
    },
    onSuccess: (settings) => queries.setQueryData(SETTINGS_KEY, settings),
    onError: (_error, _change, before) => queries.setQueryData(SETTINGS_KEY, before),
    // One after the other: two saves at once could otherwise show the older result last.
    scope: { id: 'settings' },
  })
}

/** Reads the settings from the host once more, and shows them everywhere. */
export function useReadSettings(): () => Promise<Settings> {
  const bridge = useBridge()
  const queries = useQueryClient()
  return useCallback(
    () =>
      queries.fetchQuery({
        queryKey: SETTINGS_KEY,
        queryFn: async () => unwrap(await bridge.call('settings.read', {})),
        staleTime: 0,
      }),
    [bridge, queries],
  )
}

/** Follows the host's news of the settings. Mounted once. */
export function useSettingsChanges(): void {
  const bridge = useBridge()
  const queries = useQueryClient()
  const read = useReadSettings()
  useEffect(
    () =>
      bridge.subscribe('settings.changed', () => {
        // What is being saved just now is shown already, and its answer is newer than any read.
        if (queries.isMutating({ mutationKey: SAVING_KEY }) === 0) read().catch(() => {})
      }),
    [bridge, queries, read],
  )
}
