/**
 * The only place that uses sshpk: a second opinion on what we wrote, and DSA. Its texts are never
 * shown, it never writes PEM (Electron's OpenSSL substitute refuses what it writes), and it is no
 * judge of a file: it reads much that OpenSSH refuses.
 */

import sshpk from 'sshpk'

/** The public key of a private-key file, in wire format. Null when sshpk cannot read the file. */
export function publicBlobBySshpk(file: Buffer, passphrase: string | undefined): Buffer | null {
  return parsePrivate(file, passphrase)?.toPublic().toBuffer('rfc4253') ?? null
}

/** An unencrypted OpenSSH file of any key sshpk can read; null otherwise. */
export function opensshFileBySshpk(file: Buffer, passphrase: string | undefined): Buffer | null {
  const text = parsePrivate(file, passphrase)?.toString('ssh-private')
  return text === undefined ? null : Buffer.from(text.endsWith('\n') ? text : `${text}\n`)
}

function parsePrivate(file: Buffer, passphrase: string | undefined): sshpk.PrivateKey | null {
  try {
    return sshpk.parsePrivateKey(file, 'auto', passphrase === undefined ? {} : { passphrase })
  } catch {
    return null
  }
}
