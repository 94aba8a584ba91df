/** Saves a pod as a connection, or moves the saved one to where the pod is now. */

import { useState } from 'react'
import { messageOf, unwrap, useBridge } from '../../../bridge/index.ts'
import type { SavedConnection, SavePodParams } from '../../../contract.ts'
import { useRefreshKeys } from '../../../hooks/use-key-changes.ts'
import { useToast } from '../../../ui/toast.tsx'
import { useRefreshConnections } from '../../connections/use-connections.ts'
import { useRefreshPods } from '../use-runpod.ts'

export interface SavePod {
  readonly busy: boolean
  /** A failure is told in a toast, and gives null. */
  readonly save: (params: SavePodParams) => Promise<SavedConnection | null>
}

export function useSavePod(): SavePod {
  const bridge = useBridge()
  const [busy, setBusy] = useState(false)
  const connections = useRefreshConnections()
  const config = useRefreshKeys()
  const pods = useRefreshPods()
  const toast = useToast()
  return {
    busy,
    async save(params) {
      if (busy) return null
      setBusy(true)
      try {
        const saved = unwrap(await bridge.call('runpod.savePod', params))
        await Promise.all([connections(), config(), pods()])
        return saved
      } catch (error) {
        toast('This could not be saved', messageOf(error))
        return null
      } finally {
        setBusy(false)
      }
    },
  }
}
