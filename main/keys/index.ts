/** The key pairs of the ssh folder: found, judged, made, exported, and opened for a connection. */

export { diagnoseKeyFile, type KeyFileDiagnosis } from './diagnose.ts'
export { type PrivateSection, readEnvelope, readPrivateSection } from './formats/openssh.ts'
export { WireError, WireReader, wireString, wireUint32 } from './formats/wire.ts'
export type { HeldKey } from './held-key.ts'
export { type InspectedPair, readPublicKeyFile } from './inspect.ts'
export { loadPrivateKey } from './load.ts'
export { readKeyFile } from './read-key-file.ts'
export { createKeyService, type KeyService } from './service.ts'
