/** Installs a key, with its steps as they happen, and asks about a new host key on the way. */

import { useEffect, useRef, useState } from 'react'
import type { InstalledKey, InstallKeyParams, InstallStep } from '../../../contract.ts'
import { useAction } from '../../../hooks/use-action.ts'
import { asksForHostKey } from './install-model.ts'

export interface Install {
  readonly busy: boolean
  readonly steps: readonly InstallStep[]
  readonly result: InstalledKey | null
  /** It ended without a result: at the person's request, unless `failure` says why. */
  readonly isStopped: boolean
  readonly failure: string | null
  /** Resolves with null when it was stopped or could not be tried. */
  readonly start: (params: InstallKeyParams) => Promise<InstalledKey | null>
  /** Records the host key of the result, and goes on with what was typed. */
  readonly acceptHostKey: () => Promise<void>
  readonly cancel: () => void
}

export function useInstall(): Install {
  const [steps, setSteps] = useState<readonly InstallStep[]>([])
  const [result, setResult] = useState<InstalledKey | null>(null)
  const [isStopped, setStopped] = useState(false)
  const action = useAction('passwordAccess.installKey', (progress) => {
    if (progress.kind === 'step') setSteps((before) => [...before, progress.step])
  })
  const accept = useAction('knownHosts.accept')
  const held = useHeldParams()

  const start = async (params: InstallKeyParams) => {
    held.current = null
    accept.clear()
    setSteps([])
    setResult(null)
    setStopped(false)
    const done = await action.start(params)
    setStopped(done === null)
    if (done === null) return null
    if (asksForHostKey(done)) held.current = params
    setSteps(done.steps)
    setResult(done)
    return done
  }
  const acceptHostKey = async () => {
    const params = held.current
    if (params === null || result?.hostKey == null) return
    const { host, port } = result.target
    const { type, key } = result.hostKey
    if ((await accept.start({ host, port, key: `${type} ${key}` })) !== null) await start(params)
  }
  return {
    busy: action.busy || accept.busy,
    steps,
    result,
    isStopped,
    failure: (action.failed ?? accept.failed)?.message ?? null,
    start,
    acceptHostKey,
    cancel: action.cancel,
  }
}

/** Holds a password only while the question about the host key is open; never in React's state. */
function useHeldParams() {
  const held = useRef<InstallKeyParams | null>(null)
  useEffect(
    () => () => {
      held.current = null
    },
    [],
  )
  return held
}
