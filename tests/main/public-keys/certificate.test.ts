import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keyOfCertificate, parsePublicKeyLine } from '../../../main/public-keys/index.ts'
import { writeBlob } from '../../../main/public-keys/wire.ts'

const keygen = (args: readonly string[]) => promisify(execFile)('ssh-keygen', [...args])

let dir = ''
beforeAll(async () => {
  dir = await mkdtemp(join(homedir(), 'certificates-'))
  await keygen(['-q', '-t', 'ed25519', '-N', '', '-f', join(dir, 'ca')])
})
afterAll(() => rm(dir, { recursive: true, force: true }))

async function keyIn(path: string) {
  const key = parsePublicKeyLine(await readFile(path, 'utf8'))
  if (key === null) throw new Error(`no key in ${path}`)
  return key
}

describe('the key in a certificate', () => {
  it.each([
    ['ed25519', ['-t', 'ed25519']],
    ['ecdsa256', ['-t', 'ecdsa', '-b', '256']],
    ['ecdsa384', ['-t', 'ecdsa', '-b', '384']],
    ['ecdsa521', ['-t', 'ecdsa', '-b', '521']],
    ['rsa', ['-t', 'rsa', '-b', '2048']],
  ])('is the one that was signed: %s', async (name, args) => {
    const path = join(dir, name)
    await keygen(['-q', ...args, '-N', '', '-f', path])
    await keygen(['-q', '-s', join(dir, 'ca'), '-I', 'me', '-n', 'root', `${path}.pub`])
    const plain = await keyIn(`${path}.pub`)
    const certificate = await keyIn(`${path}-cert.pub`)
    expect(keyOfCertificate(certificate.blob, plain.comment)).toEqual(plain)
    expect(keyOfCertificate(plain.blob)).toBe(null)
  })

  it('is not told for damaged certificates', () => {
    const fields = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 4 })
    const word = fc.constantFrom('ssh-ed25519', 'sk-ssh-ed25519', 'ssh-rsa', 'ssh-new')
    fc.assert(
      fc.property(word, fields, fc.nat(), (name, parts, cut) => {
        const buffers = parts.map((part) => Buffer.from(part))
        const blob = writeBlob(`${name}-cert-v01@openssh.com`, ...buffers)
        const key = keyOfCertificate(blob.subarray(0, cut % (blob.length + 1)))
        if (key !== null) expect(key.typeWord.startsWith(name)).toBe(true)
      }),
    )
    expect(keyOfCertificate(writeBlob('ssh-ed25519-cert-v01@openssh.com'))).toBe(null)
    expect(keyOfCertificate(writeBlob('ssh-new-cert-v01@openssh.com', Buffer.alloc(9)))).toBe(null)
  })
})
