// Two Keypilots on one folder: each operation succeeds or says why not, and no key is lost.

import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKeyService } from '../../../../main/keys/index.ts'
import { createLog, resolvePaths } from '../../../../main/storage/index.ts'
import { makeKey, publicHalfByKeygen } from '../support.ts'
import { buildOperationProgram, type OperationProgram } from './program.ts'
import { picture } from './support.ts'

interface Call {
  readonly method: string
  /** `key` names the key that the call is about. */
  readonly params: { readonly [name: string]: string | null }
}

let template: string
let program: OperationProgram

beforeAll(async () => {
  template = await mkdtemp(join(homedir(), 'template-'))
  await makeKey(template, 'work', ['-t', 'ed25519'])
  await makeKey(template, 'play', ['-t', 'ed25519'])
  await writeFile(join(template, 'config'), 'Host pod\n  IdentityFile %d/.ssh/work\n')
  program = await buildOperationProgram()
})
afterAll(() => program.remove())

const rename = (key: string, name: string): Call => ({ method: 'rename', params: { key, name } })
const remove = (key: string): Call => ({ method: 'remove', params: { key, typedName: key } })
const generate = (name: string): Call => ({ method: 'generate', params: { name, comment: 'me' } })
const comment = (key: string, text: string): Call => ({
  method: 'setComment',
  params: { key, comment: text },
})
const open = (key: string): Call => ({
  method: 'setPassphrase',
  params: { key, newPassphrase: 'brand new lantern' },
})

/** What a person can do something about; anything else is a defect. */
const CLEAR = ['ok', 'already-exists', 'not-found', 'changed-meanwhile', 'busy']

test.each<[string, readonly Call[]]>([
  ['two new names for one key', [rename('work', 'a'), rename('work', 'b')]],
  ['one new name for two keys', [rename('work', 'a'), rename('play', 'a')]],
  ['a new name and a new key of that name', [rename('work', 'a'), generate('a')]],
  ['two new keys of one name', [generate('a'), generate('a')]],
  ['a new name and a removal', [rename('work', 'a'), remove('work')]],
  ['two removals', [remove('work'), remove('work')]],
  ['a removal and a new key in its place', [remove('work'), generate('work')]],
  ['two comments', [comment('work', 'one'), comment('work', 'two')]],
  ['a comment and a passphrase', [comment('work', 'one'), open('work')]],
  ['a passphrase and a removal', [open('work'), remove('work')]],
  ['many things', [rename('work', 'a'), remove('play'), generate('play'), comment('work', 'x')]],
])('%s', async (_, calls) => {
  const dir = await mkdtemp(join(homedir(), 'scene-'))
  const sshDir = join(dir, '.ssh')
  await mkdir(sshDir, { mode: 0o700 })
  await cp(template, sshDir, { recursive: true })
  const env = { KEYPILOT_SSH_DIR: sshDir, KEYPILOT_DATA_DIR: join(dir, 'data') }
  const paths = resolvePaths({ env, platform: process.platform, home: dir })
  const service = createKeyService({ paths, log: createLog(paths) })
  const before = await service.list()
  const outcomes = await Promise.all(
    calls.map(({ method, params: { key, ...rest } }) => {
      const pair = before.find(({ name }) => name === key)
      const ref = pair === undefined ? {} : { id: pair.id, path: pair.privateKeyPath }
      return program.run(dir, method, { ...rest, ...ref })
    }),
  )
  for (const { code, message } of outcomes) expect(CLEAR, message).toContain(code)
  expect(outcomes.map(({ code }) => code)).toContain('ok')

  const after = await service.list()
  for (const pair of after) expect(pair, pair.name).toMatchObject({ pair: 'matched' })
  // Every key of before is in the folder still, or among the backups.
  const kept = await backedUpKeys(paths.backupsDir)
  for (const { id, name } of before) {
    const half = await publicHalfByKeygen(join(template, name))
    expect(after.some((pair) => pair.id === id) || kept.includes(half), name).toBe(true)
  }
  expect([...(await picture(sshDir)).keys()].filter((name) => name.startsWith('.'))).toEqual([])
  await rm(dir, { recursive: true, force: true })
})

async function backedUpKeys(folder: string): Promise<readonly (string | null)[]> {
  const names = [...(await picture(folder)).keys()]
  const keys: (string | null)[] = []
  for (const name of names) {
    const text = await readFile(join(folder, name), 'latin1').catch(() => '')
    if (text.includes('PRIVATE KEY')) keys.push(await publicHalfByKeygen(join(folder, name)))
  }
  return keys
}
