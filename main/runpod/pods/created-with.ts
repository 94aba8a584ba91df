/** Which keys a pod was created with, where its environment shows them. */

import type { PodKey } from '../../contract/methods.ts'
import { parsePublicKeyLine } from '../../public-keys/index.ts'
import type { KeyVariables } from '../api/types.ts'
import { shown } from '../shown.ts'

export interface LocalKey {
  /** `SHA256:…` */
  readonly id: string
  readonly name: string
  /** Whether one can log in with it from here. */
  readonly hasPrivate: boolean
  /** `type base64 comment` */
  readonly line: string
}

const MAX_LINES = 10_000

/**
 * Read as sshd reads authorized_keys: one key a line. Null when there is no PUBLIC_KEY to be seen,
 * which does not say that the pod has none.
 */
export function createdWith(
  variables: KeyVariables | null,
  local: readonly LocalKey[],
): readonly PodKey[] | null {
  const text = variables?.PUBLIC_KEY
  if (text === undefined) return null
  if (isNullText(text)) return []
  return text
    .split('\n')
    .slice(0, MAX_LINES)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => podKey(line, local))
}

/** What a program wrote that had no key and did not notice. */
export function isNullText(text: string): boolean {
  return /^(?:null|undefined|none)$/i.test(text.trim())
}

function podKey(line: string, local: readonly LocalKey[]): PodKey {
  const key = parsePublicKeyLine(line)
  if (key === null) return { fingerprint: null, comment: '', keyId: null, keyName: null }
  const fingerprint = key.fingerprint.sha256
  const pair = local.find(({ id }) => id === fingerprint)
  return {
    fingerprint,
    comment: shown(key.comment) ?? '',
    keyId: pair?.id ?? null,
    keyName: pair?.name ?? null,
  }
}
