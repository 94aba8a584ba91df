/** Certificates beside keys, made by the real `ssh-keygen -s`. */

import { copyFile, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readCertificate } from '../../../../main/keys/listing/certificate.ts'
import { makeKey, sshKeygen, type TestFolder, testFolder } from '../support.ts'

let folder: TestFolder
let authority: string

beforeEach(async () => {
  folder = await testFolder()
  authority = await makeKey(folder.dir, 'ca', ['-t', 'ed25519'])
})
afterEach(() => folder.remove())

const at = (name: string) => join(folder.sshDir, name)

async function certify(name: string, args: readonly string[] = [], type = ['-t', 'ed25519']) {
  const path = await makeKey(folder.sshDir, name, type)
  await sshKeygen(['-q', '-s', authority, '-I', name, '-n', 'root', ...args, `${path}.pub`])
  return path
}

async function codes() {
  const pairs = await folder.service.list()
  return pairs.map(({ name, problems }) => [name, problems.map(({ code }) => code).join()])
}

test.each([
  ['ed25519', ['-t', 'ed25519']],
  ['ecdsa', ['-t', 'ecdsa', '-b', '384']],
  ['rsa', ['-t', 'rsa', '-b', '3072']],
  ['dsa', ['-t', 'dsa']],
])('the key inside a certificate for %s is that of the pair', async (name, type) => {
  const path = await certify(name, [], type)
  const [pair] = await folder.service.list()
  expect(pair).toMatchObject({ pair: 'matched', certificatePath: `${path}-cert.pub` })
  const certificate = readCertificate(await readFile(`${path}-cert.pub`))
  const line = await readFile(`${path}.pub`, 'utf8')
  expect(certificate?.publicBlob.toString('base64')).toBe(line.split(' ')[1])
  expect(pair?.problems.filter(({ code }) => code.startsWith('certificate'))).toEqual([])
})

test('expired, not yet valid, for servers, of another key, and no certificate at all', async () => {
  await certify('a-expired', ['-V', '20200101:20200102'])
  await certify('b-future', ['-V', '20990101:20990102'])
  await certify('c-server', ['-h'])
  await certify('d-other')
  await copyFile(at('a-expired-cert.pub'), at('d-other-cert.pub'))
  await certify('e-damaged')
  await writeFile(at('e-damaged-cert.pub'), 'ssh-ed25519-cert-v01@openssh.com AAAAIHNza me\n')
  await certify('f-for-ever', ['-V', 'always:forever'])
  expect(await codes()).toEqual([
    ['a-expired', 'certificate-expired'],
    ['b-future', 'certificate-not-yet-valid'],
    ['c-server', 'certificate-for-servers'],
    ['d-other', 'certificate-of-another-key'],
    ['e-damaged', 'certificate-unreadable'],
    ['f-for-ever', ''],
  ])
})

test('a certificate that CertificateFile names belongs to its key, or stands alone', async () => {
  await certify('work')
  await rename(at('work-cert.pub'), join(folder.dir, 'given.pub'))
  await certify('gone')
  await rename(at('gone-cert.pub'), join(folder.dir, 'gone-cert.pub'))
  await rename(at('gone'), join(folder.dir, 'hidden'))
  await rename(at('gone.pub'), join(folder.dir, 'hidden.pub'))
  await writeFile(at('config'), 'CertificateFile ~/given.pub\nCertificateFile ~/gone-cert.pub\n')
  const pairs = await folder.service.list()
  expect(pairs).toMatchObject([
    { name: 'work', certificatePath: join(folder.dir, 'given.pub'), pair: 'matched' },
    {
      name: 'gone',
      certificatePath: join(folder.dir, 'gone-cert.pub'),
      pair: 'public-only',
      privateKeyPath: null,
      publicKeyPath: null,
      source: 'ssh-config',
    },
  ])
})

test('a key called NAME-cert is no certificate of NAME', async () => {
  await makeKey(folder.sshDir, 'work', ['-t', 'ed25519'])
  await makeKey(folder.sshDir, 'work-cert', ['-t', 'ed25519'])
  const pairs = await folder.service.list()
  expect(pairs.map(({ name, pair, certificatePath }) => [name, pair, certificatePath])).toEqual([
    ['work', 'matched', null],
    ['work-cert', 'matched', null],
  ])
})

test('a certificate saved as the .pub file is named', async () => {
  await certify('work')
  await copyFile(at('work-cert.pub'), at('work.pub'))
  expect(await codes()).toEqual([['work', 'public-file-certificate']])
})
