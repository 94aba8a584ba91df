/** The course of a change of the ssh config: the plan, the change, and Undo. */

import { useState } from 'react'
import type { ConfigChange, ConfigPlan } from '../contract.ts'
import { useAction } from '../hooks/use-action.ts'
import { useRefreshKeys } from '../hooks/use-key-changes.ts'
import { useLiveCall } from '../hooks/use-live-call.ts'
import type { ConfigRequest } from './repairs-context.ts'
import { useDoneToast } from './use-undo.ts'

export interface ConfigCourse {
  /** What will change; null until it is known, and while the request is another one by now. */
  readonly plan: ConfigPlan | null
  /** Why there is no plan, or why it could not be carried out. */
  readonly failure: string | null
  /** A file changed since the plan was made: it must be made again. */
  readonly outdated: boolean
  readonly busy: boolean
  readonly look: () => void
  /** Carries out exactly the plan that was shown; resolves with null when that failed. */
  readonly apply: () => Promise<ConfigChange | null>
  readonly stop: () => void
}

/** @param change null while there is nothing to plan */
export function useConfigChange(change: ConfigRequest | null): ConfigCourse {
  const [round, setRound] = useState(0)
  const planned = usePlan(change, round)
  const carryOut = useCarryOut(change)
  const refresh = useRefreshKeys()
  const tell = useDoneToast()
  const plan = planned.pending ? null : planned.value
  return {
    plan,
    failure: carryOut.failed?.message ?? (planned.pending ? null : planned.failure),
    outdated: carryOut.failed?.code === 'changed-meanwhile',
    busy: carryOut.busy,
    look: () => {
      carryOut.clear()
      setRound(round + 1)
    },
    apply: async () => {
      if (plan === null) return null
      const done = await carryOut.start(plan.planId)
      await refresh()
      if (done !== null && done.changed.length > 0) {
        tell('ssh config written', describe(done), done.backup)
      }
      return done
    },
    stop: carryOut.cancel,
  }
}

function usePlan(change: ConfigRequest | null, round: number) {
  const upsert = useLiveCall(
    'sshConfig.planUpsert',
    change?.kind === 'upsert' ? change.params : null,
    round,
  )
  const remove = useLiveCall(
    'sshConfig.planRemove',
    change?.kind === 'remove' ? { alias: change.alias } : null,
    round,
  )
  const fix = useLiveCall(
    'sshConfig.planFix',
    change?.kind === 'fix' ? { finding: change.finding } : null,
    round,
  )
  return { upsert, remove, fix }[change?.kind ?? 'upsert']
}

function useCarryOut(change: ConfigRequest | null) {
  const upsert = useAction('sshConfig.upsertHost')
  const remove = useAction('sshConfig.removeHost')
  const fix = useAction('sshConfig.applyFix')
  const { busy, failed, cancel, clear } = { upsert, remove, fix }[change?.kind ?? 'upsert']
  const start = async (planId: string): Promise<ConfigChange | null> => {
    switch (change?.kind) {
      case 'upsert':
        return await upsert.start({ ...change.params, planId })
      case 'remove':
        return await remove.start({ alias: change.alias, planId })
      case 'fix':
        return await fix.start({ finding: change.finding, planId })
      default:
        return null
    }
  }
  return { busy, failed, cancel, clear, start }
}

function describe({ verified, notes }: ConfigChange): string {
  const words = verified
    ? 'Your ssh reads the new config, and no other host changed.'
    : 'It was written as shown. This computer has no ssh program to check it with.'
  return [words, ...notes.map(({ title }) => `${title}.`)].join(' ')
}
