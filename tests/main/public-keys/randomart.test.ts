import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  formatPublicKeyLine,
  type PublicKey,
  parsePublicKeyBlob,
  parsePublicKeyLine,
  randomart,
} from '../../../main/public-keys/index.ts'
import { integerBytes, writeBlob } from '../../../main/public-keys/wire.ts'

let dir = ''
beforeAll(async () => {
  dir = await mkdtemp(join(homedir(), 'randomart-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

function keygen(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('ssh-keygen', [...args], (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(stderr))
    })
  })
}

/** The pictures that `ssh-keygen -lv` prints for these keys, in order. */
async function pictures(keys: readonly PublicKey[]): Promise<readonly string[]> {
  const file = join(dir, 'keys')
  await writeFile(file, keys.map((key) => `${formatPublicKeyLine(key)}\n`).join(''))
  const lines = (await keygen(['-lv', '-f', file])).trimEnd().split('\n')
  return keys.map((_, index) => lines.slice(index * 12 + 1, index * 12 + 12).join('\n'))
}

function keyOf(typeWord: string, ...fields: readonly Buffer[]): PublicKey {
  const key = parsePublicKeyBlob(writeBlob(typeWord, ...fields), 'c')
  if (key === null) throw new Error(`no key: ${typeWord}`)
  return key
}

const bytes = (length: number, seed: number) =>
  Buffer.from(Array.from({ length }, (_, index) => (index * 167 + seed * 31 + 1) & 0xff))

/** An odd number of that many bits. */
function modulus(bits: number): Buffer {
  const value = bytes(Math.ceil(bits / 8), bits)
  const top = (bits - 1) % 8
  value[0] = (1 << top) | ((value[0] ?? 0) & ((1 << top) - 1))
  value[value.length - 1] = 0x81
  return integerBytes(value)
}

function pointOn(curve: string, length: number): Buffer {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: curve })
  return publicKey.export({ format: 'der', type: 'spki' }).subarray(-length)
}

const ssh = Buffer.from('ssh:')
const exponent = Buffer.from([1, 0, 1])

describe('randomart', () => {
  it('is the picture of ssh-keygen for every type and size', async () => {
    const p256 = () => pointOn('P-256', 65)
    const keys = [
      keyOf('ssh-ed25519', bytes(32, 0)),
      keyOf('sk-ssh-ed25519@openssh.com', bytes(32, 1), ssh),
      keyOf('ecdsa-sha2-nistp256', Buffer.from('nistp256'), p256()),
      keyOf('ecdsa-sha2-nistp384', Buffer.from('nistp384'), pointOn('P-384', 97)),
      keyOf('ecdsa-sha2-nistp521', Buffer.from('nistp521'), pointOn('P-521', 133)),
      keyOf('sk-ecdsa-sha2-nistp256@openssh.com', Buffer.from('nistp256'), p256(), ssh),
      ...[1_024, 1_025, 2_048, 3_072, 8_192, 10_000, 16_384].map((bits) =>
        keyOf('ssh-rsa', exponent, modulus(bits)),
      ),
    ]
    expect(keys.map((key) => randomart(key))).toEqual(await pictures(keys))
  })

  it('is the picture of ssh-keygen for many keys', async () => {
    const keys = Array.from({ length: 300 }, (_, seed) => keyOf('ssh-ed25519', bytes(32, seed)))
    expect(keys.map((key) => randomart(key))).toEqual(await pictures(keys))
  })

  it('is the picture of ssh-keygen for certificates', async () => {
    const ca = join(dir, 'ca')
    await keygen(['-q', '-t', 'ed25519', '-N', '', '-f', ca])
    const kinds = [['ed25519'], ['rsa', '-b', '2048'], ['ecdsa', '-b', '521']]
    for (const [index, [type = '', ...size]] of kinds.entries()) {
      const path = join(dir, `key${index}`)
      await keygen(['-q', '-t', type, ...size, '-N', '', '-f', path])
      await keygen(['-q', '-s', ca, '-I', 'me', `${path}.pub`])
      const key = parsePublicKeyLine(await readFile(`${path}-cert.pub`, 'utf8'))
      if (key === null) throw new Error('no certificate')
      expect([randomart(key)]).toEqual(await pictures([key]))
    }
  })

  it('agrees with the captured picture', async () => {
    const folder = new URL('../../vectors/public-keys/', import.meta.url)
    const key = parsePublicKeyLine(await readFile(new URL('ed25519.pub', folder), 'utf8'))
    const captured = await readFile(new URL('ed25519.randomart.txt', folder), 'utf8')
    expect(key && randomart(key)).toBe(captured.trimEnd().split('\n').slice(-11).join('\n'))
  })

  it('has a title for types that OpenSSH does not know, too', () => {
    const [border = ''] = randomart(keyOf('ssh-new@example.com', ssh)).split('\n')
    expect(border).toBe('+----[UNKNOWN]----+')
  })
})
