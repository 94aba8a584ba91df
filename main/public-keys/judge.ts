/** What is to say about a key that was read whole: can it be used, and where. */

import type { Note } from './finding.ts'
import { formatPublicKeyLine } from './line.ts'
import { isPlausible } from './plausible.ts'
import type { PublicKey } from './public-key.ts'
import { CERTIFICATE } from './wire.ts'

/** RunPod's own check of a key (API v2, `PUT /account/ssh-keys`). */
const RUNPOD_LINE = /^(ssh|ecdsa|sk)-[^\s]+ [^\s]+([ \t][^\n\r]*)?$/
/** OpenSSH refuses less (`SSH_RSA_MINIMUM_MODULUS_SIZE`). */
const MIN_RSA_BITS = 1_024
const SAFE_RSA_BITS = 2_048

/** Notes on the key itself. `deep` also asks whether such a key can exist, which takes longer. */
export function judgeKey(key: PublicKey, deep: boolean): readonly Note[] {
  const fault = faultOf(key, deep)
  return fault === null ? remarksOn(key) : [fault]
}

function faultOf(key: PublicKey, deep: boolean): Note | null {
  if (key.typeWord.endsWith(CERTIFICATE)) return { code: 'certificate' }
  if (key.type === 'dsa') return { code: 'dsa-key' }
  const { bits } = key
  if (key.type === 'rsa' && bits !== null && bits < MIN_RSA_BITS) {
    return { code: 'rsa-too-short', values: { bits: String(bits) } }
  }
  if (deep && !isPlausible(key)) return { code: 'altered-key' }
  if (!RUNPOD_LINE.test(formatPublicKeyLine(key))) {
    return { code: 'type-not-accepted', values: { word: key.typeWord } }
  }
  return null
}

function remarksOn(key: PublicKey): readonly Note[] {
  const notes: Note[] = []
  if (key.type === 'rsa' && key.bits !== null && key.bits < SAFE_RSA_BITS) {
    notes.push({ code: 'rsa-short', values: { bits: String(key.bits) } })
  }
  if (key.type === 'unknown') notes.push({ code: 'unknown-type', values: { word: key.typeWord } })
  if (['ecdsa', 'sk-ecdsa', 'sk-ed25519'].includes(key.type)) {
    notes.push({ code: 'proxy-unconfirmed' })
  }
  if (key.comment === '') notes.push({ code: 'no-comment' })
  if (/@(?:example\.(?:com|org|net)|email\.com)$|^your/i.test(key.comment)) {
    notes.push({ code: 'example-comment', values: { comment: key.comment.slice(0, 80) } })
  }
  return notes
}
