/** Gives Keypilot an API key, and shows what came of it. The key itself is kept nowhere here. */

import type { ReactNode } from 'react'
import type { SetApiKeyParams } from '../../../contract.ts'
import { useAction } from '../../../hooks/use-action.ts'
import { returnFocus } from '../../../repairs/return-focus.ts'
import { useAnnounce } from '../../../ui/announcer.tsx'
import { Callout } from '../../../ui/callout.tsx'
import { useTakeStatus } from '../use-runpod.ts'

export interface GiveApiKey {
  readonly busy: boolean
  readonly failure: ReactNode
  /** Resolves with true when RunPod accepted the key. */
  readonly give: (params: SetApiKeyParams) => Promise<boolean>
}

export function useGiveApiKey(): GiveApiKey {
  const action = useAction('runpod.setApiKey')
  const take = useTakeStatus()
  const announce = useAnnounce()
  return {
    busy: action.busy,
    failure: action.failed && (
      <Callout tone="danger" title="The API key was not taken" role="alert">
        <p>{action.failed.message}</p>
      </Callout>
    ),
    async give(params) {
      const pressed = document.activeElement
      const status = await action.start(params)
      if (status === null) return false
      take(status)
      returnFocus(pressed)
      announce('Connected to RunPod')
      return true
    },
  }
}
