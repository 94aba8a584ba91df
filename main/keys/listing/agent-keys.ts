/** Keys that only the ssh-agent has. */

import type { HeldKey } from '../held-key.ts'
import type { InspectedPair } from '../inspect.ts'
import { pairProblem } from '../pair-problems.ts'

const MAX_WAIT_MS = 1_000

/** What the agent holds; nothing when it fails, or answers too late for a list to wait for. */
export async function keysOfAgent(
  ask: (() => Promise<readonly HeldKey[]>) | undefined,
): Promise<readonly HeldKey[]> {
  if (ask === undefined) return []
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<readonly HeldKey[]>((resolve) => {
    timer = setTimeout(resolve, MAX_WAIT_MS, [])
  })
  try {
    return await Promise.race([ask(), late])
  } catch {
    return []
  } finally {
    clearTimeout(timer)
  }
}

/** An entry for each key that no file of the list holds. */
export function agentOnlyPairs(
  held: readonly HeldKey[],
  listed: readonly InspectedPair[],
): readonly InspectedPair[] {
  const seen = new Set(listed.map(({ pair }) => pair.id))
  return held.flatMap(({ publicKey }) => {
    const id = publicKey.fingerprint.sha256
    if (seen.has(id)) return []
    seen.add(id)
    const { type, bits, comment, fingerprint } = publicKey
    const name = comment.trim() === '' ? 'Key without a comment' : comment
    return {
      publicKey,
      pair: {
        id,
        name,
        type,
        bits,
        comment,
        fingerprint,
        privateKeyPath: null,
        publicKeyPath: null,
        format: null,
        encrypted: null,
        pair: 'public-only',
        problems: [pairProblem('only-in-agent')],
        certificatePath: null,
        createdAt: null,
        modifiedAt: null,
        source: 'agent',
        uses: [],
      },
    } as const
  })
}
