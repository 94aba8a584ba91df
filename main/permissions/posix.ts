/** OpenSSH's rule for private keys where files have modes and owners (`authfile.c` sshkey_perm_ok). */

export interface PosixAttributes {
  readonly mode: number
  readonly uid: number
}

export interface PosixVerdict {
  readonly ok: boolean
  /** Octal with four digits, e.g. `0644`. */
  readonly mode: string
}

/**
 * Refused only if the file is ours and group or others have any right to it. The owner's rights do
 * not matter (0400, 0600 and 0700 pass), and a file of another account is not checked.
 */
export function judgePosixPrivateKey(file: PosixAttributes, myUid: number): PosixVerdict {
  const mode = (file.mode & 0o7777).toString(8).padStart(4, '0')
  return { ok: file.uid !== myUid || (file.mode & 0o077) === 0, mode }
}
