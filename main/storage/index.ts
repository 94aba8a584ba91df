/** Files of the person and of the app: locked, backed up, replaced whole, and read back. */

export { type BackupInfo, backupFile } from './backup.ts'
export { changeFile, type FileChange } from './change-file.ts'
export { createFile } from './create-file.ts'
export { ensurePrivateDirectory } from './directories.ts'
export { errnoOf, fileError } from './file-error.ts'
export { withLock } from './lock.ts'
export { createLog, type Fields, type FileLog, type Log } from './log.ts'
export { type Paths, type PathsInput, resolvePaths } from './paths.ts'
export { holdsPrivateKey, redact } from './redact.ts'
export { createSettingsStore, type SettingsStore } from './settings.ts'
