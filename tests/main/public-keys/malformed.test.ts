/** Damaged blobs and lines: refused quietly, never read as some other key. */

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkPublicKeys,
  parsePublicKeyBlob,
  parsePublicKeyLine,
} from '../../../main/public-keys/index.ts'
import { writeBlob } from '../../../main/public-keys/wire.ts'
import { blobOf, ECDSA, ED25519, RSA, vector } from './vectors.ts'

const bytes = (line: string) => Buffer.from(blobOf(line), 'base64')
const point = bytes(ED25519).subarray(-32)

describe('blobs', () => {
  test.each([
    ['empty', Buffer.alloc(0)],
    ['three bytes', Buffer.alloc(3)],
    ['a length and nothing else', Buffer.of(0, 0, 0, 11)],
    ['only a type name', writeBlob('ssh-ed25519')],
    ['a length that goes beyond the end', Buffer.of(255, 255, 255, 255, 1)],
    ['short point', writeBlob('ssh-ed25519', point.subarray(1))],
    ['long point', writeBlob('ssh-ed25519', Buffer.concat([point, point]))],
    ['a field too many', writeBlob('ssh-ed25519', point, point)],
    ['a byte too many', Buffer.concat([bytes(ED25519), Buffer.of(0)])],
    ['a byte too few', bytes(RSA).subarray(0, -1)],
    ['a type name with a space', writeBlob('ssh ed25519', point)],
    ['a type name in capitals', writeBlob('SSH-ED25519', point)],
    ['a type name of bytes', writeBlob('\x83sh-ed25%19', point)],
    ['a type name without a dash', writeBlob('ed25519', point)],
    ['negative RSA modulus', writeBlob('ssh-rsa', Buffer.of(1, 0, 1), Buffer.alloc(256, 0xff))],
    ['RSA modulus of zeros', writeBlob('ssh-rsa', Buffer.of(1, 0, 1), Buffer.alloc(256))],
    ['RSA without exponent', writeBlob('ssh-rsa', Buffer.alloc(0), Buffer.alloc(256, 0x7f))],
    [
      'RSA modulus beyond 16384 bits',
      writeBlob('ssh-rsa', Buffer.of(3), Buffer.alloc(2_050, 0x7f)),
    ],
    [
      'curve of another type',
      writeBlob('ecdsa-sha2-nistp256', Buffer.from('nistp384'), bytes(ECDSA).subarray(-65)),
    ],
    [
      'compressed point',
      writeBlob('ecdsa-sha2-nistp256', Buffer.from('nistp256'), Buffer.alloc(65, 2)),
    ],
    ['larger than any key', writeBlob('ssh-new@example.com', Buffer.alloc(20_000))],
  ])('%s', (_, blob) => {
    expect(parsePublicKeyBlob(blob)).toBeNull()
  })

  test('any bytes are read or refused', () => {
    const start = fc.constantFrom(
      Buffer.alloc(0),
      bytes(RSA).subarray(0, 20),
      bytes(ECDSA).subarray(0, 40),
    )
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 100 }), (head, tail) => {
        const key = parsePublicKeyBlob(Buffer.concat([head, tail]))
        expect(key === null || key.typeWord.length > 0).toBe(true)
      }),
    )
  })

  test('every cut of a real key is refused', () => {
    for (const blob of [bytes(ED25519), bytes(RSA), bytes(ECDSA)]) {
      for (let length = 0; length < blob.length; length++) {
        expect(parsePublicKeyBlob(blob.subarray(0, length))).toBeNull()
      }
    }
  })
})

describe('lines', () => {
  test.each([
    ['empty', ''],
    ['only the type word', 'ssh-ed25519'],
    ['only the base64', blobOf(ED25519)],
    ['another type word', ED25519.replace('ssh-ed25519', 'ssh-rsa')],
    ['options', `restrict ${ED25519}`],
    ['padding missing', RSA.replaceAll('=', '')],
    ['padding too much', ECDSA.replace('= ', '== ')],
    ['web alphabet', RSA.replaceAll('+', '-')],
    ['last letter changed in its unused bits', ECDSA.replace(/.= /, 'Z= ')],
    ['white space inside', ED25519.replace('AAAI', 'AAA I')],
    ['two lines', `${ED25519}\n${RSA}`],
    ['quotes', `"${ED25519}"`],
    ['byte order mark inside', ED25519.replace('AAAA', 'AAAA\ufeff')],
    ['half of it', ED25519.slice(0, 50)],
  ])('%s', (_, line) => {
    expect(parsePublicKeyLine(line)).toBeNull()
  })

  test.each([
    ['Windows line ending', `${ED25519}\r\n`],
    ['spaces around', `  ${ED25519}  `],
    ['tabs', ED25519.replaceAll(' ', '\t')],
  ])('read as OpenSSH reads them: %s', (_, line) => {
    expect(parsePublicKeyLine(line)).toMatchObject({
      typeWord: 'ssh-ed25519',
      comment: 'ada@laptop',
    })
  })

  test('a certificate is no key that we know', () => {
    const key = parsePublicKeyLine(vector('ed25519-cert.pub'))
    expect(key).toMatchObject({
      typeWord: 'ssh-ed25519-cert-v01@openssh.com',
      type: 'unknown',
      bits: null,
    })
  })
})

test('names that every object has are no signs of a web page', () => {
  for (const name of ['constructor', 'toString', 'valueOf']) {
    const { entries } = checkPublicKeys({ text: `${ED25519}&${name};` })
    expect(JSON.stringify(entries)).not.toContain('native code')
  }
})

test('a comment is shown without control characters', () => {
  const certificate = 'AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY29t'
  const { entries } = checkPublicKeys({ text: `${certificate}}\t\ufffd` })
  expect(entries.map(({ comment }) => comment).join()).not.toMatch(/\p{Cc}/u)
})
