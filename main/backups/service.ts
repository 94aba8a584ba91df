/** Lists the backups and takes changes back, as one change that has a backup of its own. */

import type { CallContext } from '../contract/dispatch.ts'
import { AppError } from '../contract/errors.ts'
import type { Backup, DeletedBackup, RestoredBackup } from '../contract/methods.ts'
import { readPermissions, restorePermissions, secureNewFile } from '../permissions/index.ts'
import {
  changeFiles,
  deleteBackup,
  inParallel,
  type Log,
  type Paths,
  readBackups,
  recordPermissions,
  recoverChanges,
  type SavedPermissions,
} from '../storage/index.ts'
import { createChecker } from './check.ts'
import { describeBackup } from './describe.ts'
import { planRestore } from './plan.ts'
import { deletePrompt, restorePrompt, restoreTitle } from './words.ts'

export interface BackupService {
  /** Newest first. */
  list(): Promise<readonly Backup[]>
  /**
   * Puts everything of a backup back, byte for byte with its mode, all of it or nothing. What
   * stands there now goes to a new backup; where that is not what Keypilot left, the person is asked.
   *
   * @throws {AppError} `not-found`, `unreadable` for a damaged backup, `declined`, `already-exists`
   * for a folder in the way, and the errors of changing files
   */
  restore(id: string, context: Pick<CallContext, 'confirm'>): Promise<RestoredBackup>
  /**
   * Deletes a backup for good, after confirmation: the one thing that cannot be undone. For old
   * private keys that should not lie around.
   *
   * @throws {AppError} `not-found`, `declined`, and the errors of changing files
   */
  delete(id: string, context: Pick<CallContext, 'confirm'>): Promise<DeletedBackup>
}

export interface BackupServiceOptions {
  readonly paths: Paths
  readonly log: Log
  /** Replaced in tests of other platforms. */
  readonly permissions?: {
    read(path: string): Promise<SavedPermissions>
    restore(saved: SavedPermissions): Promise<void>
  }
}

/** Files of backups that are read at the same time. */
const AT_ONCE = 16

export function createBackupService(options: BackupServiceOptions): BackupService {
  const { paths, log } = options
  const permissions = options.permissions ?? { read: readPermissions, restore: restorePermissions }
  const checker = createChecker()
  const recover = () =>
    recoverChanges(paths, (problem) => {
      const message = problem instanceof Error ? problem.message : String(problem)
      log.warn('change-not-completed', { message })
    })

  return {
    async list() {
      await recover()
      const backups = await readBackups(paths)
      return inParallel(backups, AT_ONCE, async (backup) =>
        describeBackup(backup, await checker.fault(backup)),
      )
    },
    async restore(id, { confirm }) {
      await recover()
      const backup = (await readBackups(paths)).find((each) => each.id === id)
      if (backup === undefined) throw unknownBackup()
      const plan = await planRestore(backup)
      const prompt = restorePrompt(backup.title, plan)
      if (prompt !== null && !(await confirm(prompt))) {
        throw new AppError('declined', 'Nothing was changed: the files are as they were.')
      }
      const title = restoreTitle(backup.title)
      const changed = await changeFiles(paths, plan.steps, { title, secureNewFile })
      const kept = await restoreModes(paths, permissions, title, plan.permissions)
      log.info('backup-restored', { id, files: plan.restored.length })
      return { restored: plan.restored, backup: changed.backup ?? kept }
    },
    async delete(id, { confirm }) {
      await recover()
      const backup = (await readBackups(paths)).find((each) => each.id === id)
      if (backup === undefined) throw unknownBackup()
      if (!(await confirm(deletePrompt(backup)))) {
        throw new AppError('declined', 'Nothing was deleted: the backup is still there.')
      }
      await deleteBackup(paths, backup)
      log.info('backup-deleted', { id })
      return { deleted: id }
    },
  }
}

/** Returns the backup of the permissions as they are now; null when there are none to restore. */
async function restoreModes(
  paths: Paths,
  permissions: NonNullable<BackupServiceOptions['permissions']>,
  title: string,
  saved: readonly SavedPermissions[],
): Promise<string | null> {
  if (saved.length === 0) return null
  const now = await Promise.all(saved.map(({ path }) => permissions.read(path)))
  const backup = await recordPermissions(paths, title, now)
  for (const [index, each] of saved.entries()) {
    try {
      await permissions.restore(each)
    } catch (error) {
      // All or none, as far as the system lets us; the first error tells why.
      for (const done of now.slice(0, index)) await permissions.restore(done).catch(() => {})
      throw error
    }
  }
  return backup
}

function unknownBackup(): AppError {
  return new AppError(
    'not-found',
    'That backup is not there any more. Look at the list of backups again.',
  )
}
