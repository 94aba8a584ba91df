/** Writes the OpenSSH private-key format as `ssh-keygen` does (OpenSSH's PROTOCOL.key). */

import { randomBytes } from 'node:crypto'
import { cipherByName, DEFAULT_CIPHER, DEFAULT_ROUNDS, deriveKey, encrypt } from './ciphers.ts'
import { OPENSSH_BEGIN, OPENSSH_END } from './openssh.ts'
import { wireString, wireUint32 } from './wire.ts'

export interface KeyMaterial {
  /** Type word and private numbers, as in the private part of the file. */
  readonly fields: Buffer
  /** The public key in wire format. */
  readonly publicBlob: Buffer
}

const LINE_LENGTH = 70

export interface WriteOptions {
  /** Rounds of bcrypt, where more than the default are wanted. */
  readonly minRounds?: number
}

/** With a passphrase: aes256-ctr under a key from bcrypt with 24 rounds, as `ssh-keygen`'s default. */
export function writeOpensshPrivateKey(
  material: KeyMaterial,
  comment: string | Buffer,
  passphrase: string | undefined,
  options: WriteOptions = {},
): Buffer {
  const rounds = Math.max(DEFAULT_ROUNDS, options.minRounds ?? 0)
  const cipher = cipherByName(passphrase === undefined ? 'none' : DEFAULT_CIPHER)
  if (cipher === null) throw new Error('no default cipher')
  const check = randomBytes(4)
  const plain = padded(
    Buffer.concat([check, check, material.fields, wireString(comment)]),
    cipher.blockSize,
  )
  const salt = passphrase === undefined ? null : randomBytes(16)
  const kdfOptions =
    salt === null ? Buffer.alloc(0) : Buffer.concat([wireString(salt), wireUint32(rounds)])
  const envelope = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    wireString(cipher.name),
    wireString(salt === null ? 'none' : 'bcrypt'),
    wireString(kdfOptions),
    wireUint32(1),
    wireString(material.publicBlob),
    wireString(sealed(plain, passphrase, salt, rounds)),
  ])
  return armour(envelope)
}

function sealed(
  plain: Buffer,
  passphrase: string | undefined,
  salt: Buffer | null,
  rounds: number,
): Buffer {
  if (passphrase === undefined || salt === null) return plain
  const cipher = cipherByName(DEFAULT_CIPHER)
  const derived = cipher && deriveKey(cipher, passphrase, salt, rounds)
  if (!derived) throw new Error('no key from this passphrase')
  return encrypt(cipher, derived.key, derived.iv, plain)
}

/** Padding counts up from 1, so that a reader can check it. */
function padded(data: Buffer, blockSize: number): Buffer {
  const count = (blockSize - (data.length % blockSize)) % blockSize
  return Buffer.concat([data, Buffer.from(Array.from({ length: count }, (_, index) => index + 1))])
}

function armour(data: Buffer): Buffer {
  const lines = data.toString('base64').match(new RegExp(`.{1,${LINE_LENGTH}}`, 'g')) ?? []
  return Buffer.from(`${[OPENSSH_BEGIN, ...lines, OPENSSH_END].join('\n')}\n`, 'latin1')
}
