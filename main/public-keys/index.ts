/** Public keys: the wire format, one-line form, fingerprints, and the judgement of what people paste. */

export { checkPublicKeys } from './check.ts'
export { fingerprintOf } from './fingerprint.ts'
export { formatPublicKeyLine, parsePublicKeyLine } from './line.ts'
export type { PublicKey } from './public-key.ts'
export { parsePublicKeyBlob } from './wire.ts'
