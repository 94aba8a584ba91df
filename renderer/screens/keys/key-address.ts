/** How one key of the list is named in addresses of the interface and towards the host. */

import type { KeyPair, KeyRef } from '../../contract.ts'

/** Its file, since two files may hold the same key; its id where there is none. */
export function addressOf(key: KeyPair): string {
  return key.privateKeyPath ?? key.publicKeyPath ?? key.id
}

/** The key of an address, which may also be an id. */
export function findKey(keys: readonly KeyPair[], address: string): KeyPair | null {
  return (
    keys.find((key) => key.privateKeyPath === address || key.publicKeyPath === address) ??
    keys.find((key) => key.id === address) ??
    null
  )
}

export function refOf(key: KeyPair): KeyRef {
  const path = key.privateKeyPath ?? key.publicKeyPath
  return path === null ? { id: key.id } : { id: key.id, path }
}
