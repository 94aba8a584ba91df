/** Public keys: the wire format, one-line form, fingerprints, and the judgement of what people paste. */

export { authorizeCommand } from './authorize.ts'
export { keyOfCertificate, splitCertificate } from './certificate.ts'
export { checkPublicKeys } from './check.ts'
export { fingerprintOf } from './fingerprint.ts'
export { formatPublicKeyLine, onOneLine, parsePublicKeyLine } from './line.ts'
export { describeProblems } from './problems.ts'
export type { PublicKey } from './public-key.ts'
export { randomart } from './randomart.ts'
export { parsePublicKeyBlob } from './wire.ts'
