/** What a "Test with …" or "Test as …" fix would have the next test use in place of what was tested. */

import type { Fix, Target } from '../contract.ts'

export type TestSwitch =
  | { readonly kind: 'key'; readonly keyId: string }
  | { readonly kind: 'target'; readonly target: Target }

/**
 * Such a test alone would leave the wrong choice as it was, and so would every later test: what the
 * server takes is chosen first, then tested.
 *
 * @returns null for every other fix
 */
export function switchOf(fix: Fix): TestSwitch | null {
  if (fix.kind !== 'call' || fix.method !== 'connection.test') return null
  const { keyId, target } = fix.params
  if (typeof keyId === 'string') return { kind: 'key', keyId }
  // The host made it a target, and checks it again when it is saved or tested.
  return typeof target === 'object' && target !== null
    ? { kind: 'target', target: target as unknown as Target }
    : null
}
