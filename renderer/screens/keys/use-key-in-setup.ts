/** Chooses a key in Setup and goes there. */

import { messageOf } from '../../bridge/index.ts'
import type { KeyPair } from '../../contract.ts'
import { useSaveSettings } from '../../hooks/use-api.ts'
import { goTo } from '../../shell/navigation.ts'
import { useToast } from '../../ui/toast.tsx'

export function useKeyInSetup(): (key: KeyPair) => Promise<void> {
  const save = useSaveSettings()
  const toast = useToast()
  return async (key) => {
    try {
      await save.mutateAsync({ setup: { keyId: key.id } })
      goTo('setup')
    } catch (error) {
      toast('This could not be saved', messageOf(error))
    }
  }
}
