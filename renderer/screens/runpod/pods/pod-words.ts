/** Pods in words: what a row and a page say about one. */

import type { PodAccess, RunpodPod } from '../../../contract.ts'
import type { Status } from '../../../ui/status-icon.tsx'

export interface PodState {
  readonly status: Status
  readonly words: string
}

/** RunPod's status, and what it means for logging in. */
export function stateOf(pod: RunpodPod): PodState {
  if (pod.waitingFor === 'machine') return { status: 'running', words: 'Getting a machine' }
  switch (pod.status) {
    case 'PROVISIONING':
      return { status: 'running', words: 'Being set up' }
    case 'STARTING':
      return { status: 'running', words: 'Starting' }
    case 'RUNNING':
      return pod.waitingFor === 'public-port'
        ? { status: 'waiting', words: 'Running, waiting for its public port' }
        : { status: 'done', words: 'Running' }
    case 'EXITED':
      return { status: 'skipped', words: 'Stopped' }
    case 'ERROR':
      return { status: 'failed', words: 'Failed to start' }
    case 'TERMINATED':
      return { status: 'skipped', words: 'Deleted' }
    default:
      return { status: 'open', words: pod.status === '' ? 'Status unknown' : pod.status }
  }
}

/** Over TCP where there is one: it can do everything. */
export function bestAccess({ proxy, direct }: RunpodPod): 'direct' | 'proxy' | null {
  if (direct !== null) return 'direct'
  return proxy === null ? null : 'proxy'
}

export function accessOf(pod: RunpodPod, access: 'direct' | 'proxy'): PodAccess | null {
  return access === 'direct' ? pod.direct : pod.proxy
}

/** `$0.69 an hour`; what a cent cannot tell keeps its digits. */
export function describeCost(dollars: number | null): string | null {
  if (dollars === null) return null
  const short =
    dollars > 0 && dollars < 0.01 ? String(Number(dollars.toPrecision(2))) : dollars.toFixed(2)
  return `$${short} an hour`
}

/** `Started 2 hours ago`; of a pod that does not run, when it was made. */
export function ageOf({ startedAt, createdAt }: RunpodPod, ago: (iso: string) => string): string {
  if (startedAt !== null) return `Started ${ago(startedAt)}`
  return createdAt === null ? '' : `Made ${ago(createdAt)}`
}

/** Name of the pod; its id where it has none. */
export function podName({ name, id }: Pick<RunpodPod, 'name' | 'id'>): string {
  return name === '' ? id : name
}
