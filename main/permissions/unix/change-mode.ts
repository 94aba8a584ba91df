/** Sets a mode on exactly the file that was judged. */

import { realpath } from 'node:fs/promises'
import { AppError } from '../../contract/errors.ts'
import { errnoOf, fileError, type SavedPermissions } from '../../storage/index.ts'
import { quoteForShell } from '../../system/quote-for-shell.ts'
import { run } from '../../system/run.ts'
import { type CheckedFile, type JudgedFault, type Snapshot, sameSnapshot } from '../platform.ts'
import { chmodCommand, modeText } from './commands.ts'
import { snapshotOf } from './look.ts'
import { type ProvenFile, withProvenFile } from './open-proven.ts'

/** @throws {AppError} see `Platform.apply` */
export async function applyMode(
  file: CheckedFile,
  snapshot: Snapshot,
  { repair }: Pick<JudgedFault, 'repair'>,
): Promise<void> {
  if (repair.kind === 'cannot' || repair.mode === null) {
    throw new AppError('unsupported', repair.kind === 'cannot' ? repair.reason : 'No mode to set.')
  }
  const { mode } = repair
  const path = file.target ?? file.path
  try {
    // The same name may lead elsewhere by now, though the old file is still there.
    if (file.target !== null && (await realpath(file.path)) !== file.target) throw changed(path)
    await withProvenFile(path, async (proven) => {
      const now = snapshotOf(await proven.stat())
      if (!sameSnapshot(now, snapshot)) throw changed(path)
      await setMode(proven, path, mode)
    })
  } catch (error) {
    // A symbolic link in the place of the file (O_NOFOLLOW), or nothing at all.
    if (['ELOOP', 'EMLINK', 'ENOENT'].includes(errnoOf(error) ?? '')) throw changed(path)
    throw await explain(error, path, mode)
  }
}

/** @throws {AppError} `changed-meanwhile`, `not-found`, `permission-denied`, `read-only`, `unsupported` */
export async function restoreMode({ path, mode }: SavedPermissions): Promise<void> {
  if (mode === null) throw new AppError('unsupported', `The backup of ${path} holds no mode.`)
  try {
    await withProvenFile(path, async (proven) => {
      const stats = await proven.stat()
      const isKnown = stats.isFile() || stats.isDirectory()
      if (!isKnown || (await proven.truePath()) !== path) {
        throw new AppError(
          'changed-meanwhile',
          `${path} is a link to another place now, so its old mode was not brought back.`,
        )
      }
      // Another file of the same repair may have failed: this one was never changed.
      if (snapshotOf(stats).mode !== mode) await setMode(proven, path, mode)
    })
  } catch (error) {
    if (['ELOOP', 'EMLINK'].includes(errnoOf(error) ?? '')) throw changed(path)
    throw await explain(error, path, mode)
  }
}

/** Sets and reads back: some drives accept every mode and keep none. */
async function setMode(proven: ProvenFile, path: string, mode: number): Promise<void> {
  await proven.chmod(mode)
  const { mode: now } = snapshotOf(await proven.stat())
  if (now === mode) return
  if (now === (mode & ~0o2000)) {
    throw new AppError(
      'permission-denied',
      `${path} has its old rights again but for the setgid bit, which only root and members of its group can set: sudo ${chmodCommand(mode, path)}`,
    )
  }
  throw keepsNone(path, `was to get ${modeText(mode)} but has ${modeText(now ?? 0)}`)
}

function keepsNone(path: string, what: string): AppError {
  return new AppError(
    'unsupported',
    `${path} ${what}: the drive it is on keeps no permissions (FAT, exFAT, a network share, or a Windows drive in WSL). Copy it to a drive that does, such as your home folder.`,
  )
}

function changed(path: string): AppError {
  return new AppError(
    'changed-meanwhile',
    `${path} changed since the plan was made, so it was left alone. Look at the findings again and make a new plan.`,
  )
}

async function explain(error: unknown, path: string, mode: number): Promise<unknown> {
  const errno = errnoOf(error)
  if (errno === 'EPERM' && (await isImmutable(path))) {
    const lift =
      process.platform === 'darwin'
        ? `chflags nouchg ${quoteForShell(path)}`
        : `sudo chattr -i -a ${quoteForShell(path)}`
    return new AppError(
      'permission-denied',
      `${path} is marked as unchangeable, so even its owner may not change its mode. Lift that with: ${lift}`,
    )
  }
  // Some drives know no change of modes at all.
  if (['ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(errno ?? '')) {
    return keepsNone(path, 'cannot get another mode')
  }
  if (errno === 'EACCES' || errno === 'EPERM') {
    return new AppError(
      'permission-denied',
      `The system did not let Keypilot change the mode of ${path}. Try it in a terminal: ${chmodCommand(mode, path)}`,
    )
  }
  return fileError(error, 'change the mode of', path)
}

/** By `lsattr` (Linux) or `ls -lO` (macOS); false where they do not say. */
async function isImmutable(path: string): Promise<boolean> {
  const mac = process.platform === 'darwin'
  const argv = mac ? (['ls', '-ldO', '--', path] as const) : (['lsattr', '-d', '--', path] as const)
  const result = await run(argv, { timeoutMs: 3_000 }).catch(() => null)
  const line = result?.stdout.split('\n')[0] ?? ''
  return mac ? /\b[us]chg\b/.test(line) : /^[^ /]*[ia]/.test(line)
}
