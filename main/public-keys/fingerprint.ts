/** Fingerprints of public key blobs (openssh-portable `sshkey.c`, `sshkey_fingerprint`). */

import { createHash } from 'node:crypto'
import type { Fingerprint } from '../contract/types/keys.ts'

/** Both fingerprints of a blob, exactly as `ssh-keygen -l` and `ssh-keygen -l -E md5` print them. */
export function fingerprintOf(blob: Buffer): Fingerprint {
  const sha256 = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')
  const md5 = createHash('md5').update(blob).digest('hex')
  return { sha256: `SHA256:${sha256}`, md5: `MD5:${md5.replace(/(..)(?=.)/g, '$1:')}` }
}
