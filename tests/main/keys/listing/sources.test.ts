/** Where keys are found besides the ssh folder, and what uses them. */

import { copyFile, link, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { KeyPair, SetupState } from '../../../../main/contract/methods.ts'
import { createKeyService, type HeldKey } from '../../../../main/keys/index.ts'
import { type PublicKey, parsePublicKeyLine } from '../../../../main/public-keys/index.ts'
import { createLog } from '../../../../main/storage/index.ts'
import { makeKey, type TestFolder, testFolder } from '../support.ts'

let folder: TestFolder
let elsewhere: string

beforeEach(async () => {
  folder = await testFolder()
  elsewhere = join(folder.dir, 'elsewhere')
  await mkdir(elsewhere)
})
afterEach(() => folder.remove())

const at = (name: string) => join(folder.sshDir, name)
const make = (dir: string, name: string) => makeKey(dir, name, ['-t', 'ed25519'])

async function publicKeyAt(path: string): Promise<PublicKey> {
  const key = parsePublicKeyLine((await readFile(path, 'utf8')).trim())
  if (key === null) throw new Error(`no key at ${path}`)
  return key
}

function summary(pairs: readonly KeyPair[]) {
  return pairs.map(({ name, source, uses }) => [name, source, uses.map(({ kind }) => kind).join()])
}

test('a key that the config names is listed wherever it lies, with the lines that name it', async () => {
  const outside = await make(elsewhere, 'outside')
  await make(folder.sshDir, 'inside')
  const config = at('config')
  const more = at('more.conf')
  await writeFile(config, 'Include more.conf\nHost pod pod-*\n  IdentityFile ~/.ssh/inside\n')
  await writeFile(more, `IdentityFile "${outside}"\nMatch host x\n  IdentityFile ${outside}\n`)
  const pairs = await folder.service.list()
  expect(summary(pairs)).toEqual([
    ['inside', 'ssh-folder', 'config'],
    ['outside', 'ssh-config', 'config,config'],
  ])
  expect(pairs[0]?.uses).toEqual([{ kind: 'config', host: 'pod pod-*', file: config, line: 3 }])
  expect(pairs[1]).toMatchObject({
    privateKeyPath: outside,
    publicKeyPath: `${outside}.pub`,
    pair: 'matched',
    uses: [
      { kind: 'config', host: null, file: more, line: 1 },
      { kind: 'config', file: more, line: 3 },
    ],
  })
})

test('what the config names but does not exist, or depends on the host, is no key', async () => {
  await writeFile(
    at('config'),
    'Host a\n IdentityFile /nowhere/key\n IdentityFile none\n IdentityFile ~/%h\n',
  )
  expect(await folder.service.list()).toEqual([])
})

test('IdentityFile may name the public half of a key that only the agent has', async () => {
  const path = await make(elsewhere, 'in-agent')
  await rm(path)
  await writeFile(at('config'), `Host a\n  IdentityFile ${path}.pub\n`)
  const [pair] = await folder.service.list()
  expect(pair).toMatchObject({
    name: 'in-agent',
    pair: 'public-only',
    privateKeyPath: null,
    publicKeyPath: `${path}.pub`,
    uses: [{ kind: 'config', host: 'a', line: 2 }],
  })
})

test('one file reached in several ways is listed once; two files with one key twice', async () => {
  const real = await make(elsewhere, 'real')
  await symlink(real, at('linked'))
  await make(folder.sshDir, 'own')
  await symlink('own', at('id_ed25519'))
  await copyFile(at('own'), at('copy'))
  await writeFile(
    at('config'),
    `IdentityFile ${real}\nIdentityFile ${at('linked')}\nIdentityFile ~/.ssh/id_ed25519\n`,
  )
  const pairs = await folder.service.list()
  expect(summary(pairs)).toEqual([
    ['copy', 'ssh-folder', ''],
    ['linked', 'ssh-folder', 'config,config'],
    ['own', 'ssh-folder', 'config'],
  ])
  const [copy, , own] = pairs
  expect(copy?.id).toBe(own?.id)
  const found = await folder.service.find({ id: String(own?.id), path: at('own') })
  expect(found.name).toBe('own')
})

test('hard links are files of their own', async () => {
  await make(folder.sshDir, 'one')
  await link(at('one'), at('two'))
  expect((await folder.service.list()).map(({ name }) => name).sort()).toEqual(['one', 'two'])
})

test('keys of runpodctl, in their folder', async () => {
  const runpod = join(folder.dir, '.runpod', 'ssh')
  await mkdir(runpod, { recursive: true })
  await makeKey(runpod, 'runpodctl-ssh-key', ['-t', 'rsa', '-b', '2048', '-m', 'PEM'])
  const [pair] = await folder.service.list()
  expect(pair).toMatchObject({
    name: 'runpodctl-ssh-key',
    source: 'runpodctl',
    format: 'pkcs1',
    pair: 'matched',
    privateKeyPath: join(runpod, 'runpodctl-ssh-key'),
  })
})

test('a folder of runpodctl that is none stops nothing', async () => {
  await writeFile(join(folder.dir, '.runpod'), 'a file')
  await make(folder.sshDir, 'own')
  expect(await folder.service.list()).toHaveLength(1)
})

function serviceWith(options: {
  readonly agentKeys?: () => Promise<readonly HeldKey[]>
  readonly setup?: () => Promise<SetupState | null>
}) {
  const { paths } = folder
  return createKeyService({ paths, log: createLog(paths), ...options })
}

test('keys of the agent: with their file where there is one, else alone', async () => {
  const own = await make(folder.sshDir, 'own')
  const foreign = await make(elsewhere, 'foreign')
  const held = [
    { publicKey: await publicKeyAt(`${own}.pub`), certificate: false },
    { publicKey: await publicKeyAt(`${foreign}.pub`), certificate: false },
    { publicKey: await publicKeyAt(`${foreign}.pub`), certificate: true },
  ]
  const pairs = await serviceWith({ agentKeys: async () => held }).list()
  expect(summary(pairs)).toEqual([
    ['own', 'ssh-folder', 'agent'],
    ['foreign@test', 'agent', 'agent'],
  ])
  expect(pairs[1]).toMatchObject({
    id: held[1]?.publicKey.fingerprint.sha256,
    type: 'ed25519',
    bits: 256,
    pair: 'public-only',
    privateKeyPath: null,
    publicKeyPath: null,
    problems: [{ code: 'only-in-agent' }],
  })
})

test('an agent that fails, or does not answer, counts as none', async () => {
  await make(folder.sshDir, 'own')
  const failing = serviceWith({ agentKeys: () => Promise.reject(new Error('gone')) })
  expect(await failing.list()).toHaveLength(1)
  const silent = serviceWith({ agentKeys: () => new Promise(() => {}) })
  const start = performance.now()
  expect(await silent.list()).toHaveLength(1)
  expect(performance.now() - start).toBeLessThan(5_000)
})

test('the choice of Setup, and the account keys pasted there', async () => {
  await make(folder.sshDir, 'own')
  await copyFile(at('own'), at('z-copy'))
  const other = await make(folder.sshDir, 'other')
  const own = (await publicKeyAt(at('own.pub'))).fingerprint.sha256
  const seen = (await publicKeyAt(`${other}.pub`)).fingerprint.sha256
  const setup: SetupState = {
    keyId: own,
    command: '',
    publicKeys: { at: '2026-01-02T03:04:05.000Z', ok: true, keyIds: [seen] },
    reached: null,
    lastTest: null,
  }
  const pairs = await serviceWith({ setup: async () => setup }).list()
  expect(pairs.map(({ name, uses }) => [name, uses])).toEqual([
    ['other', [{ kind: 'runpod', seenAt: '2026-01-02T03:04:05.000Z' }]],
    ['own', [{ kind: 'setup' }]],
    ['z-copy', []],
  ])
  const broken = serviceWith({ setup: () => Promise.reject(new Error('no settings')) })
  expect((await broken.list()).every(({ uses }) => uses.length === 0)).toBe(true)
})

test('a key that is moved away is gone from the next list', async () => {
  await make(folder.sshDir, 'own')
  expect(await folder.service.list()).toHaveLength(1)
  await rename(at('own'), join(elsewhere, 'own'))
  await rename(at('own.pub'), join(elsewhere, 'own.pub'))
  expect(await folder.service.list()).toEqual([])
})
