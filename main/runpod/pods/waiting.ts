/** What a starting pod still lacks, and when it makes sense to look again. */

import type { RunpodPod } from '../../contract/methods.ts'
import type { ApiPod } from '../api/types.ts'

const STARTING = new Set(['PROVISIONING', 'STARTING'])
/** The port was seen to come 50 to 84 s after RUNNING; after this long it does not come any more. */
const PORT_WAIT_MS = 600_000

const SOON_MS = 5_000
const LATER_MS = 30_000

export function exposesSsh({ ports }: Pick<ApiPod, 'ports'>): boolean {
  return ports?.includes('22/tcp') ?? false
}

/** `now`: ms since 1970. */
export function waitingFor(pod: ApiPod, now: number): RunpodPod['waitingFor'] {
  if (pod.missing.includes('ssh')) return null
  if (!isStarting(pod) && (pod.status !== 'RUNNING' || isLongUp(pod, now))) return null
  if (pod.proxy === null && pod.direct === null) return 'machine'
  return exposesSsh(pod) && pod.direct === null ? 'public-port' : null
}

/** It runs, has the port in its list, and no address came: a machine without a public one. */
export function lacksPublicPort(pod: ApiPod, now: number): boolean {
  return pod.status === 'RUNNING' && exposesSsh(pod) && pod.direct === null && isLongUp(pod, now)
}

export function askAgainInMs(
  pods: readonly Pick<RunpodPod, 'status' | 'waitingFor'>[],
  isSlowedDown: boolean,
): number {
  const isSomethingComing = pods.some((pod) => pod.waitingFor !== null || STARTING.has(pod.status))
  return (isSomethingComing ? SOON_MS : LATER_MS) * (isSlowedDown ? 4 : 1)
}

function isStarting({ status }: ApiPod): boolean {
  return status !== null && STARTING.has(status)
}

function isLongUp({ startedAt, createdAt }: ApiPod, now: number): boolean {
  const since = startedAt ?? createdAt
  return since !== null && now - Date.parse(since) > PORT_WAIT_MS
}
