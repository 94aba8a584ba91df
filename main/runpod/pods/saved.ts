/** Which saved connections lead to a pod, and whether they still do. */

import { isSamePod, isSameTarget } from '../../connections/index.ts'
import type { PodConnection, RunpodPod, SavedConnection, Target } from '../../contract/methods.ts'

type Reach = Pick<RunpodPod, 'id' | 'proxy' | 'direct'>

export function savedOf(
  pod: Reach,
  connections: readonly SavedConnection[],
): readonly PodConnection[] {
  return connectionsOf(pod, connections).map((connection) => {
    const { id, name, alias, target } = connection
    const now = currentTarget(pod, connection)
    const isMoved = now !== null && !isSameTarget(target, now)
    return {
      connectionId: id,
      name,
      alias,
      moved: isMoved ? { from: target, to: now } : null,
    }
  })
}

/** By the pod's id where it was noted, otherwise by the address. */
export function connectionsOf(
  { id, proxy, direct }: Reach,
  connections: readonly SavedConnection[],
): readonly SavedConnection[] {
  const targets = [proxy, direct].flatMap((access) => (access === null ? [] : [access.target]))
  return connections.filter(
    ({ podId, target }) =>
      podId === id || (podId === null && targets.some((each) => isSameTarget(each, target))),
  )
}

/** The connection that saving this address would update. */
export function savedAs(
  pod: Reach,
  target: Target,
  connections: readonly SavedConnection[],
): SavedConnection | null {
  return (
    connections.find((each) => isSamePod(each, target, pod.id)) ??
    connections.find((each) => isSameTarget(each.target, target)) ??
    null
  )
}

function currentTarget({ id, proxy, direct }: Reach, saved: SavedConnection): Target | null {
  const access = [proxy, direct].find(
    (each) => each !== null && isSamePod({ ...saved, podId: id }, each.target, id),
  )
  return access?.target ?? null
}
