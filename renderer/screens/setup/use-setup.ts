/** Everything the Setup and Health screens stand on: the probes' results and the steps from them. */

import { useQueryClient } from '@tanstack/react-query'
import { messageOf, unwrap, useBridge } from '../../bridge/index.ts'
import type { KeyPair, ParsedSshCommand, SetupState, ShellName, Target } from '../../contract.ts'
import { useApiQuery, useSaveSettings } from '../../hooks/use-api.ts'
import { useToast } from '../../ui/toast.tsx'
import {
  chosenKey,
  deriveSteps,
  isConnected,
  type StepStatus,
  usableTarget,
} from './setup-model.ts'

export interface Setup {
  readonly keys: readonly KeyPair[]
  readonly key: KeyPair | null
  readonly state: SetupState
  readonly parsed: ParsedSshCommand | null
  readonly target: Target | null
  readonly shell: ShellName
  readonly steps: readonly StepStatus[]
  readonly connected: boolean
  /** Remembers the result of a probe; resolves when it is stored. */
  readonly save: (change: Partial<SetupState>) => Promise<void>
  readonly saveShell: (shell: ShellName) => void
}

/** `loading` until every probe has answered once, `failed` with words when one could not. */
export type SetupQuery =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: Error; readonly retry: () => void }
  | { readonly status: 'ready'; readonly setup: Setup }

export function useSetup(): SetupQuery {
  const keys = useApiQuery('keys.list', {})
  const settings = useApiQuery('settings.read', {})
  const info = useApiQuery('system.info', {})
  const command = settings.data?.setup.command ?? ''
  const parsed = useApiQuery('sshCommand.parse', { text: command }, { enabled: command !== '' })
  const { save, saveShell } = useSave()

  const failed = [keys, settings, info, parsed].find(({ error }) => error !== null)
  if (failed?.error && failed.data === undefined) {
    return { status: 'failed', error: failed.error, retry: () => void failed.refetch() }
  }
  if (!keys.data || !settings.data || !info.data || (command !== '' && !parsed.data)) {
    return { status: 'loading' }
  }
  const state = settings.data.setup
  const input = { keys: keys.data, setup: state, parsed: parsed.data ?? null }
  return {
    status: 'ready',
    setup: {
      keys: keys.data,
      key: chosenKey(input),
      state,
      parsed: input.parsed,
      target: usableTarget(input.parsed),
      shell: settings.data.shell ?? info.data.defaultShell,
      steps: deriveSteps(input),
      connected: isConnected(input),
      save,
      saveShell,
    },
  }
}

function useSave(): Pick<Setup, 'save' | 'saveShell'> {
  const bridge = useBridge()
  const queries = useQueryClient()
  const saving = useSaveSettings()
  const toast = useToast()
  return {
    async save(change) {
      if (change.command) {
        // Parsed before it is stored, so that the steps never wait for it with nothing to show.
        const params = { text: change.command }
        await queries.fetchQuery({
          queryKey: ['sshCommand.parse', params],
          queryFn: async () => unwrap(await bridge.call('sshCommand.parse', params)),
        })
      }
      await saving.mutateAsync({ setup: change })
    },
    saveShell(shell) {
      saving.mutate(
        { shell },
        { onError: (error) => toast('The choice could not be saved', messageOf(error)) },
      )
    },
  }
}
