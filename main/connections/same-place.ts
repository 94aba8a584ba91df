/** Which saved connections are about the same place, and what they are called. */

import type { SavedConnection, Target } from '../contract/methods.ts'
import { podIdOf } from '../ssh-command/index.ts'
import { addressOf } from './address.ts'

/** The same user, host and port lead to the same place, whatever was thought of it. */
export function isSameTarget(a: Target, b: Target): boolean {
  return a.user === b.user && a.port === b.port && plainHost(a.host) === plainHost(b.host)
}

/** One pod at a new address. Its proxy is another way in, and a connection of its own. */
export function isSamePod(
  saved: Pick<SavedConnection, 'target' | 'podId'>,
  target: Target,
  podId: string | null,
): boolean {
  if (podId === null || saved.podId !== podId) return false
  const isProxy = target.kind === 'runpod-proxy'
  if (isProxy !== (saved.target.kind === 'runpod-proxy')) return false
  // The user of the proxy is made of the pod's id and where it runs.
  return isProxy || saved.target.user === target.user
}

/**
 * The name under which the host key of a pod is kept beside its address: `runpod-<pod id>`, as its
 * entry in the ssh config has it. Null where there is no pod, and for the proxy, which has one key.
 */
export function hostKeyNameOf({
  podId,
  target,
}: Pick<SavedConnection, 'podId' | 'target'>): string | null {
  if (podId === null || target.kind === 'runpod-proxy') return null
  return /^[A-Za-z0-9_-]+$/.test(podId) ? `runpod-${podId}` : null
}

/** The id that the user of RunPod's proxy holds. */
export function podOfTarget({ kind, user }: Target): string | null {
  return kind === 'runpod-proxy' ? podIdOf(user) : null
}

/** Names of hosts have no case, and a dot at the end says only that they are whole. */
function plainHost(host: string): string {
  return host.toLowerCase().replace(/\.$/, '')
}

/** The name of a connection that nobody gave one: `root@203.0.113.7:10022`, `pod abc123 (proxy)`. */
export function nameOf(target: Target): string {
  const podId = podOfTarget(target)
  if (podId !== null) return `pod ${podId} (proxy)`
  return target.port === 22 ? `${target.user}@${target.host}` : addressOf(target)
}
