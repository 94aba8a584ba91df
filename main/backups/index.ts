/** What Keypilot kept of everything it changed or removed, and how to bring it back. */

export { type BackupService, type BackupServiceOptions, createBackupService } from './service.ts'
