/**
 * The ssh config: read without losing a byte, with the files it includes, the keys it names, what
 * it comes to for a host, and what is wrong with it.
 */

export type { SavedTarget } from './audit/context.ts'
export type { ConfigFile, ConfigTree, IdentityReference } from './config-tree.ts'
export { readConfigTree } from './config-tree.ts'
export { type EffectiveQuery, readEffective } from './effective/read-effective.ts'
export { replaceIdentityPaths } from './identity-paths.ts'
export type { EditorDeps } from './managed/deps.ts'
export { type ConfigEditor, createConfigEditor } from './managed/editor.ts'
export type { EffectiveReader } from './managed/verify/verify.ts'
export { isManagedConfig, managedConfigPath } from './managed-path.ts'
export { type ConfigRead, readConfigFile } from './read-config-file.ts'
export { refusedHost, refusedUser } from './refused-characters.ts'
export { createSshConfigService, type SshConfigOptions, type SshConfigService } from './service.ts'
export type { Surroundings } from './surroundings.ts'
export { whyUntouched } from './why-untouched.ts'
