/** Everything the Setup and Health screens stand on: the probes' results and the steps from them. */

import { useQueryClient } from '@tanstack/react-query'
import { unwrap, useBridge } from '../../bridge/index.ts'
import { usableTarget } from '../../commands/target.ts'
import { useShell } from '../../commands/use-shell.ts'
import type {
  KeyPair,
  ParsedSshCommand,
  SetupState,
  ShellName,
  Target,
  TestReport,
} from '../../contract.ts'
import { useApiQuery, useReadSettings, useSaveSettings } from '../../hooks/use-api.ts'
import { chosenKey, deriveSteps, isConnected, type StepStatus } from './setup-model.ts'

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
  /**
   * Shows what the host has kept of a test, and resolves with it.
   *
   * @throws {Error} for the person, when it could not be kept
   */
  readonly recall: (report: TestReport) => Promise<SetupState>
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
  const save = useSave()
  const recall = useRecall()
  const { shell } = useShell()

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
      shell,
      steps: deriveSteps(input),
      connected: isConnected(input),
      save,
      recall,
    },
  }
}

function useSave(): Setup['save'] {
  const bridge = useBridge()
  const queries = useQueryClient()
  const saving = useSaveSettings()
  return async (change) => {
    if (change.command) {
      // Parsed before it is stored, so that the steps never wait for it with nothing to show.
      const params = { text: change.command }
      await queries.fetchQuery({
        queryKey: ['sshCommand.parse', params],
        queryFn: async () => unwrap(await bridge.call('sshCommand.parse', params)),
      })
    }
    await saving.mutateAsync({ setup: change })
  }
}

/** The host keeps the results of tests by itself, so that they outlive this page. */
function useRecall(): Setup['recall'] {
  const read = useReadSettings()
  return async ({ finishedAt }) => {
    const { setup } = await read()
    const isKept = [setup.reached, setup.lastTest].some((kept) => kept && kept.at >= finishedAt)
    if (isKept) return setup
    throw new Error(
      'The result could not be written to Keypilot’s settings file, so this step does not get its tick. Make sure that the disk has room and that the file may be written, then test again.',
    )
  }
}
