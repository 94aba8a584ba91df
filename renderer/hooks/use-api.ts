/** Calls of the contract as hooks: cached reads, actions, and the settings that many screens share. */

import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { unwrap, useBridge } from '../bridge/index.ts'
import type { MethodName, Params, SaveSettingsParams, Settings, Value } from '../contract.ts'

const SETTINGS_KEY = ['settings.read', {}] as const

/** A cached read. Never for parameters with secrets or pasted text: the cache keeps them. */
export function useApiQuery<M extends MethodName>(
  method: M,
  params: Params<M>,
  options: { readonly enabled?: boolean } = {},
): UseQueryResult<Value<M>, Error> {
  const bridge = useBridge()
  return useQuery<Value<M>, Error>({
    queryKey: [method, params],
    queryFn: async () => unwrap(await bridge.call(method, params)),
    enabled: options.enabled ?? true,
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
