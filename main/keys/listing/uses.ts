/** What uses a key besides the ssh config: the ssh-agent, Setup, saved connections, the account. */

import type { KeyUse, SavedConnection, SetupState } from '../../contract/methods.ts'
import type { HeldKey } from '../held-key.ts'
import type { InspectedPair } from '../inspect.ts'

export interface UseSources {
  readonly held: readonly HeldKey[]
  readonly setup: SetupState | null
  readonly connections: readonly SavedConnection[]
}

/**
 * The list with the agent, Setup, saved connections and the account added. Setup and connections
 * know a key by its id, and mean the first file of it.
 */
export function withUses(
  pairs: readonly InspectedPair[],
  { held, setup, connections }: UseSources,
): readonly InspectedPair[] {
  const heldIds = new Set(held.map(({ publicKey }) => publicKey.fingerprint.sha256))
  const chosen = pairs.find(({ pair }) => pair.id === setup?.keyId)
  const firstOf = new Map(pairs.toReversed().map((one) => [one.pair.id, one]))
  const accountIds = new Set(setup?.publicKeys?.keyIds ?? [])
  const seenAt = setup?.publicKeys?.at
  return pairs.map((one) => {
    const uses: KeyUse[] = [...one.pair.uses]
    if (heldIds.has(one.pair.id)) uses.push({ kind: 'agent' })
    if (one === chosen) uses.push({ kind: 'setup' })
    if (firstOf.get(one.pair.id) === one) uses.push(...connectionUses(connections, one.pair.id))
    if (seenAt !== undefined && accountIds.has(one.pair.id)) uses.push({ kind: 'runpod', seenAt })
    return uses.length === one.pair.uses.length ? one : { ...one, pair: { ...one.pair, uses } }
  })
}

function connectionUses(connections: readonly SavedConnection[], keyId: string): readonly KeyUse[] {
  return connections
    .filter((one) => one.keyId === keyId)
    .map(({ id, name, target }) => ({ kind: 'connection', id, name, target }))
}
