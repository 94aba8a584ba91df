/** The terminal that commands are written for: the person's choice, or the platform's. */

import { messageOf } from '../bridge/index.ts'
import type { ShellName } from '../contract.ts'
import { useApiQuery, useSaveSettings } from '../hooks/use-api.ts'
import type { Option } from '../ui/field.tsx'
import { useToast } from '../ui/toast.tsx'
import { howToRun, shellOptions } from './shells.ts'

export interface Shell {
  readonly shell: ShellName
  /** What can be chosen here. */
  readonly options: readonly Option<ShellName>[]
  /** How a command gets into that terminal, in a sentence. */
  readonly howToRun: string
  readonly saveShell: (shell: ShellName) => void
}

export function useShell(): Shell {
  const settings = useApiQuery('settings.read', {}).data
  const info = useApiQuery('system.info', {}).data
  const saving = useSaveSettings()
  const toast = useToast()
  const shell = settings?.shell ?? info?.defaultShell ?? 'posix'
  const platform = info?.platform ?? ''
  return {
    shell,
    options: shellOptions(platform, shell),
    howToRun: howToRun(shell, platform),
    saveShell(shell) {
      saving.mutate(
        { shell },
        { onError: (error) => toast('The choice could not be saved', messageOf(error)) },
      )
    },
  }
}
