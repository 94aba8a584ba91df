/** The course of a change of the account's keys: the plan, the change, and Undo. */

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiProblem, messageOf, unwrap, useBridge } from '../../../bridge/index.ts'
import type {
  AccountKeysChange,
  AccountKeysPlan,
  ChangedAccountKeys,
  ErrorCode,
} from '../../../contract.ts'
import { useAction } from '../../../hooks/use-action.ts'
import { useLiveCall } from '../../../hooks/use-live-call.ts'
import { useRepairs } from '../../../repairs/repairs-context.ts'
import { useToast } from '../../../ui/toast.tsx'

export interface KeysCourse {
  /** What will change; null until it is known, and while another change is asked for. */
  readonly plan: AccountKeysPlan | null
  readonly failure: string | null
  /** What was shown no longer counts, or nobody knows whether it was written: look again first. */
  readonly outdated: boolean
  readonly busy: boolean
  readonly look: () => void
  /** Carries out exactly the plan that was shown; resolves with null when that failed. */
  readonly apply: (confirmWord?: string) => Promise<ChangedAccountKeys | null>
  readonly stop: () => void
}

const LOOK_AGAIN: readonly (ErrorCode | null)[] = ['changed-meanwhile', 'outcome-unknown']

/** @param change null while there is nothing to plan */
export function useKeysChange(change: AccountKeysChange | null): KeysCourse {
  const queries = useQueryClient()
  const [round, setRound] = useState(0)
  const planned = useLiveCall('runpod.planKeys', change && { change }, round)
  const carryOut = useAction('runpod.applyKeys')
  const take = useTakeKeys()
  const tell = useTellOfChange()
  const plan = planned.pending ? null : planned.value
  return {
    plan,
    failure: carryOut.failed?.message ?? (planned.pending ? null : planned.failure),
    outdated: LOOK_AGAIN.includes(carryOut.failed?.code ?? null),
    busy: carryOut.busy,
    look: () => {
      carryOut.clear()
      setRound(round + 1)
    },
    apply: async (confirmWord) => {
      if (plan === null || change === null) return null
      const done = await carryOut.start({
        change,
        planId: plan.id,
        ...(confirmWord !== undefined && { confirmWord }),
      })
      if (done === null) {
        // Changed by somebody else, or perhaps written after all: what is shown may be old.
        void queries.invalidateQueries({ queryKey: ['runpod.accountKeys'] })
        return null
      }
      take(done)
      tell(done)
      return done
    },
    stop: carryOut.cancel,
  }
}

/** Shows the keys that RunPod answered with, without asking it again. */
function useTakeKeys(): (changed: ChangedAccountKeys) => void {
  const queries = useQueryClient()
  return ({ keys }) => {
    queries.setQueryData(['runpod.accountKeys', {}], keys)
    void queries.invalidateQueries({ queryKey: ['runpod.keyBackups'] })
    // What a pod lacks depends on the keys.
    void queries.invalidateQueries({ queryKey: ['runpod.pods'] })
  }
}

function useTellOfChange(): (changed: ChangedAccountKeys) => void {
  const toast = useToast()
  const undo = useUndo()
  return ({ keys, backup }) =>
    toast('Written and read back', `RunPod now has ${countKeys(keys.keys.length)}.`, {
      label: 'Undo',
      onAction: () => void undo(backup.id),
    })
}

/**
 * Puts back what was there. Where that would leave no key, the change is shown first like any other,
 * with its word to type.
 */
function useUndo(): (backup: string) => Promise<void> {
  const bridge = useBridge()
  const toast = useToast()
  const take = useTakeKeys()
  const openRepair = useRepairs()
  return async (backup) => {
    const change = { kind: 'restore', backup } as const
    try {
      const plan = unwrap(await bridge.call('runpod.planKeys', { change }))
      if (plan.confirmWord !== null) {
        openRepair({ kind: 'account-keys', change })
        return
      }
      const done = unwrap(await bridge.call('runpod.applyKeys', { change, planId: plan.id }))
      take(done)
      toast('Undone', `RunPod has ${countKeys(done.keys.keys.length)} again.`)
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'declined') return
      toast('This could not be undone', `${messageOf(error)} The backup is still there.`)
    }
  }
}

/** `no key`, `1 key`, `3 keys`. */
export function countKeys(count: number): string {
  if (count === 0) return 'no key'
  return count === 1 ? '1 key' : `${count} keys`
}
