/** Where a file of Windows lies, as far as it decides about access lists. Pure. */

import { win32 } from 'node:path'
import type { SecurityDescriptor } from './sddl.ts'

/** What Windows says about a drive letter (`System.IO.DriveInfo`). */
export interface Drive {
  /** `Fixed`, `Removable`, `Network` … */
  readonly type: string
  /** `NTFS`, `exFAT` …; null when it did not say. */
  readonly format: string | null
}

export type Location =
  | { readonly kind: 'local' }
  /** A file of a Linux in WSL, seen from Windows. */
  | { readonly kind: 'wsl'; readonly distribution: string; readonly linuxPath: string }
  | { readonly kind: 'network' }
  /** A file system that keeps no access lists. */
  | { readonly kind: 'no-access-lists'; readonly format: string | null }

const WSL = /^\\\\(?:wsl\.localhost|wsl\$)\\([^\\]+)(.*)$/i
const WITHOUT_LISTS = /^(?:FAT|exFAT|CDFS|UDF)/i

export function locate(path: string, drives: { readonly [letter: string]: Drive }): Location {
  const plain = withoutPrefix(path)
  const wsl = WSL.exec(plain)
  if (wsl !== null) {
    const linuxPath = (wsl[2] ?? '').replaceAll('\\', '/') || '/'
    return { kind: 'wsl', distribution: wsl[1] ?? '', linuxPath }
  }
  if (plain.startsWith('\\\\')) return { kind: 'network' }
  const drive = drives[driveLetter(plain)]
  if (drive === undefined) return { kind: 'local' }
  if (drive.type === 'Network') return { kind: 'network' }
  return drive.format !== null && WITHOUT_LISTS.test(drive.format)
    ? { kind: 'no-access-lists', format: drive.format }
    : { kind: 'local' }
}

/**
 * The I/O manager answers for file systems without access lists that everyone owns the file and
 * may do everything, also where no drive letter says so (a volume mounted in a folder).
 */
export function refine(location: Location, descriptor: SecurityDescriptor | null): Location {
  const isMadeUp = descriptor?.owner === 'S-1-1-0' && descriptor.dacl === null
  return location.kind === 'local' && isMadeUp
    ? { kind: 'no-access-lists', format: null }
    : location
}

/** Upper case; empty for shares. */
export function driveLetter(path: string): string {
  return /^([a-z]):/i.exec(win32.parse(withoutPrefix(path)).root)?.[1]?.toUpperCase() ?? ''
}

function withoutPrefix(path: string): string {
  const plain = path.replaceAll('/', '\\')
  if (plain.startsWith('\\\\?\\UNC\\')) return `\\\\${plain.slice(8)}`
  return plain.startsWith('\\\\?\\') ? plain.slice(4) : plain
}
