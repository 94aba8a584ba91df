/** The course of a repair: plan, passphrase where it is needed, change, and Undo. */

import { useState } from 'react'
import type { ErrorCode, KeyPair, PlanRepairParams, RepairPlan } from '../contract.ts'
import { useAction } from '../hooks/use-action.ts'
import { useRefreshKeys } from '../hooks/use-key-changes.ts'
import { useLiveCall } from '../hooks/use-live-call.ts'
import { useDoneToast, useNewBackup } from './use-undo.ts'

export interface KeyRepair {
  readonly plan: RepairPlan | null
  /** The key's passphrase is needed; once it was, the field stays. */
  readonly locked: boolean
  readonly passphrase: string
  readonly setPassphrase: (passphrase: string) => void
  /** The files changed since the plan was made: it must be made again. */
  readonly outdated: boolean
  readonly working: string | null
  readonly failure: string | null
  readonly look: () => void
  readonly repair: () => void
  readonly stop: () => void
}

export function useKeyRepair(
  problem: PlanRepairParams,
  onRepaired: (key: KeyPair) => void,
): KeyRepair {
  const [round, setRound] = useState(0)
  const first = useLiveCall('keys.planRepair', problem, round)
  const planning = useAction('keys.planRepair')
  const repairing = useAction('keys.repair')
  const [unlocked, setUnlocked] = useState<RepairPlan | null>(null)
  const [passphrase, setPassphrase] = useState('')
  const [locked, setLocked] = useState(false)
  const finish = useFinish(onRepaired)
  const plan = unlocked ?? first.value
  const last = repairing.failed ?? planning.failed
  if (!locked && (needsPassphrase(first.code) || needsPassphrase(last?.code))) setLocked(true)
  const secret = passphrase === '' ? {} : { passphrase }

  return {
    plan,
    locked,
    passphrase,
    setPassphrase,
    outdated: repairing.failed?.code === 'changed-meanwhile',
    working: planning.busy || repairing.busy ? (repairing.detail ?? 'Working…') : null,
    // That a passphrase is needed is asked, not reported.
    failure: last?.message ?? (locked ? null : first.failure),
    look: async () => {
      repairing.clear()
      setUnlocked(null)
      if (locked) setUnlocked(await planning.start({ ...problem, ...secret }))
      else setRound(round + 1)
    },
    repair: async () => {
      if (plan === null) return
      await finish(() => repairing.start({ ...problem, ...secret, planId: plan.planId }))
    },
    stop: () => {
      planning.cancel()
      repairing.cancel()
    },
  }
}

function useFinish(onRepaired: (key: KeyPair) => void) {
  const refresh = useRefreshKeys()
  const tell = useDoneToast()
  const withBackup = useNewBackup()
  return async (change: () => Promise<KeyPair | null>) => {
    const { value: key, backup } = await withBackup(change)
    await refresh()
    if (key === null) return
    tell('Repaired', `${key.name}: done as it was shown, and checked.`, backup)
    onRepaired(key)
  }
}

function needsPassphrase(code: ErrorCode | null | undefined): boolean {
  return code === 'passphrase-needed' || code === 'passphrase-wrong'
}
