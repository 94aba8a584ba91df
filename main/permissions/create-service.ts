/** The service with the rules of the system it runs on. */

import { forgetPermissions, recordPermissions, type SavedPermissions } from '../storage/index.ts'
import { findingId, type Platform, PRIVATE_KEY_TOO_OPEN } from './platform.ts'
import {
  createService,
  type PermissionsService,
  type PermissionsServiceOptions,
} from './service.ts'
import { unixPlatform } from './unix/platform.ts'
import { windowsPlatform } from './windows/platform.ts'

function systemPlatform(): Platform {
  return process.platform === 'win32' ? windowsPlatform : unixPlatform
}

/** `listKeys`: every key pair, also those outside the ssh folder. */
export function createPermissionsService(
  options: Omit<PermissionsServiceOptions, 'platform' | 'records'>,
): PermissionsService {
  return createService({
    ...options,
    platform: systemPlatform(),
    records: {
      record: (title, saved) => recordPermissions(options.paths, title, saved),
      forget: (backup) => forgetPermissions(options.paths, backup),
    },
  })
}

/**
 * What `restorePermissions` would bring back, of the file as it is now.
 *
 * @throws {AppError} `not-found`, `permission-denied`, `unreadable`
 */
export async function readPermissions(path: string): Promise<SavedPermissions> {
  const { mode, sddl } = await systemPlatform().look(path)
  return { path, mode, sddl }
}

/**
 * Brings a recorded mode or access list back and reads it back. Follows no symbolic link: the path
 * is the file's true one, as recorded.
 *
 * @throws {AppError} `not-found`, `changed-meanwhile`, `permission-denied`, `read-only`, `unsupported`
 */
export function restorePermissions(saved: SavedPermissions): Promise<void> {
  return systemPlatform().restore(saved)
}

/**
 * The id of the finding that a private key's mode or access list is too open, for fixes that call
 * `permissions.plan`. The path is the one that the list of keys gives.
 */
export function privateKeyFindingId(path: string): string {
  return findingId(PRIVATE_KEY_TOO_OPEN, path)
}
