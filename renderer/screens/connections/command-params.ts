/** What every command of a connection has in common. */

import type { KeyPair, RenderCommandParams, SavedConnection } from '../../contract.ts'

export type CommandParams = Omit<RenderCommandParams, 'shell' | 'purpose'>

export function baseOf({
  target,
  keyId,
}: Pick<SavedConnection, 'target' | 'keyId'>): CommandParams {
  return { target, ...(keyId !== null && { keyId }) }
}

/**
 * The connection with the key that its commands name: the chosen one, or, where Keypilot chooses, the
 * one that the last test logged in with. Without a name, ssh would try its own default files.
 */
export function withKeyInUse(
  connection: SavedConnection,
  keys: readonly Pick<KeyPair, 'id'>[],
): SavedConnection {
  const accepted = connection.lastResult?.acceptedKey ?? null
  if (connection.keyId !== null || !keys.some(({ id }) => id === accepted)) return connection
  return { ...connection, keyId: accepted }
}

/** The port that a field holds; null when it is none. */
export function portOf(text: string): number | null {
  const port = Number(text)
  return /^\s*\d+\s*$/.test(text) && port >= 1 && port <= 65_535 ? port : null
}
