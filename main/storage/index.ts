/** Files of the person and of the app: locked, backed up, replaced whole, and read back. */

export { temporaryName } from './atomic-write.ts'
export { type BackupInfo, backupFile } from './backup.ts'
export { type BackupCopy, backupCopies } from './backup-copies.ts'
export type { SetEntry } from './backup-set.ts'
export { changeFile, type FileChange } from './change-file.ts'
export { createFile } from './create-file.ts'
export { ensurePrivateDirectory } from './directories.ts'
export { errnoOf, fileError } from './file-error.ts'
export { withLock } from './lock.ts'
export { createLog, type Fields, type FileLog, type Log } from './log.ts'
export { inParallel } from './parallel.ts'
export { type Paths, type PathsInput, resolvePaths } from './paths.ts'
export {
  type ContentEntry,
  deleteBackup,
  readBackups,
  readCopy,
  type StoredBackup,
  UNKNOWN_MARK,
} from './read-backups.ts'
export {
  forgetPermissions,
  recordPermissions,
  type SavedPermissions,
} from './record-permissions.ts'
export { holdsPrivateKey, isSecretName, redact } from './redact.ts'
export { createSettingsStore, type SettingsStore } from './settings.ts'
export { changeFiles } from './transaction/change-files.ts'
export {
  type Entry,
  fileMark,
  linkMark,
  type Mark,
  markOf,
  readEntry,
} from './transaction/entry.ts'
export { recoverChanges } from './transaction/recover.ts'
export type { FileStep, FilesChange, FilesChangeOptions } from './transaction/steps.ts'
export { sweepWorkFolders, withWorkFolder } from './work-folder.ts'
