/** Keys recorded from OpenSSH 9.2p1 (`tests/vectors/keys/README.md`): works without `ssh-keygen`. */

import { copyFile, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { KeyPair } from '../../../main/contract/methods.ts'
import { loadPrivateKey } from '../../../main/keys/index.ts'
import { publicBlobBySshpk } from '../../../main/keys/sshpk.ts'
import { type TestFolder, testFolder } from './support.ts'

const VECTORS = fileURLToPath(new URL('../../vectors/keys/', import.meta.url))
const PASSPHRASE = 'vector passphrase'
let folder: TestFolder
let pairs: readonly KeyPair[]

beforeAll(async () => {
  folder = await testFolder()
  for (const name of await readdir(VECTORS)) {
    if (!/^(?:ed25519|ecdsa|rsa)/.test(name)) continue
    await copyFile(join(VECTORS, name), join(folder.sshDir, name))
  }
  pairs = await folder.service.list()
})
afterAll(() => folder.remove())

test('every fingerprint, size and comment is as recorded', async () => {
  const recorded = (await readFile(join(VECTORS, 'fingerprints.txt'), 'utf8')).trim().split('\n')
  const ours = pairs.flatMap(({ bits, fingerprint, comment, type }) =>
    [fingerprint?.sha256, fingerprint?.md5].map(
      (print) => `${bits} ${print} ${comment} (${type.toUpperCase()})`,
    ),
  )
  expect(ours.sort()).toEqual(recorded.sort())
})

test.each([
  ['ed25519', 'openssh', false],
  ['ecdsa521-aes256-gcm', 'openssh', true],
  ['ed25519-chacha20', 'openssh', true],
  ['rsa2048-aes128-cbc', 'openssh', true],
  ['rsa2048-pkcs1-encrypted', 'pkcs1', true],
  ['ecdsa256-sec1', 'sec1', false],
  ['ecdsa384-pkcs8-encrypted', 'pkcs8', true],
])('%s is recognised as %s and opened', async (name, format, encrypted) => {
  const pair = pairs.find((one) => one.name === name)
  expect(pair).toMatchObject({ format, encrypted, pair: 'matched' })
  const opened = await loadPrivateKey(join(folder.sshDir, name), encrypted ? PASSPHRASE : undefined)
  const line = await readFile(join(VECTORS, `${name}.pub`), 'utf8')
  expect(publicBlobBySshpk(opened, undefined)?.toString('base64')).toBe(line.split(' ')[1])
})
