/** The key pairs of the ssh folder: found, judged, made, exported, and opened for a connection. */

export { diagnoseKeyFile, type KeyFileDiagnosis } from './diagnose.ts'
export { readPublicKeyFile } from './inspect.ts'
export { loadPrivateKey } from './load.ts'
export { createKeyService, type KeyService } from './service.ts'
