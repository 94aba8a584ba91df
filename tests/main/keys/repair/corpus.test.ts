/**
 * Every damage of the corpus is named in the list. What can be repaired is offered as such, and
 * loads in `ssh-keygen -y` afterwards with the same public key.
 */

import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CORPUS } from '../damage-corpus.ts'
import {
  makeKey,
  publicHalfByKeygen,
  quietContext,
  sshKeygen,
  type TestFolder,
  testFolder,
  writeKeyFile,
} from '../support.ts'

const PASSPHRASE = 'five+characters'
const originals = new Map<string, { readonly data: string; readonly publicLine: string }>()
/** Rows of these names are beyond repair: bytes of the key itself are gone, or it is none. */
const LOST: readonly RegExp[] = [
  /^half of it|a line missing|some characters missing|BOM and truncated|headers gone/,
  /emptied|blanked|a web page|notes instead|a file name|random bytes|a certificate|SSH 1|PuTTY/,
]
let folder: TestFolder

beforeAll(async () => {
  folder = await testFolder()
  const dir = join(folder.dir, 'originals')
  await mkdir(dir)
  const make = async (name: string, args: readonly string[], passphrase = '') => {
    const path = await makeKey(dir, name, args, passphrase)
    const publicLine = (await readFile(`${path}.pub`, 'utf8')).split(' ').slice(0, 2).join(' ')
    originals.set(name, { data: await readFile(path, 'latin1'), publicLine })
    return path
  }
  const plain = await make('plain', ['-t', 'ed25519'])
  await make('encrypted', ['-t', 'ed25519', '-a', '1'], PASSPHRASE)
  const pem = await make('pem', ['-t', 'rsa', '-b', '2048', '-m', 'PEM'])
  await make('pem-encrypted', ['-t', 'rsa', '-b', '2048', '-m', 'PEM'], PASSPHRASE)
  await make('pkcs8', ['-t', 'ecdsa', '-m', 'PKCS8'])
  await make('pkcs8-encrypted', ['-t', 'ecdsa', '-m', 'PKCS8'], PASSPHRASE)
  const add = (name: string, data: string, of: string) =>
    originals.set(name, { data, publicLine: originals.get(of)?.publicLine ?? '' })
  add('public', await readFile(`${plain}.pub`, 'utf8'), 'plain')
  add('rfc4716', await sshKeygen(['-e', '-f', plain]), 'plain')
  add('fingerprint', await sshKeygen(['-lf', plain]), 'plain')
  add('spki', await sshKeygen(['-e', '-m', 'PKCS8', '-f', pem]), 'pem')
})
afterAll(() => folder.remove())

const damaged = CORPUS.filter(([, , , code]) => code !== null)

test.each(damaged)('%s, %s', async (name, what, damage, code) => {
  const original = originals.get(name)
  if (original === undefined || code === null) throw new Error(`no original ${name}`)
  const own = await testFolder()
  try {
    const path = join(own.sshDir, 'id_case')
    await writeKeyFile(path, damage(original.data))
    const before = await readFile(path)
    const [pair] = await own.service.list()
    const problem = pair?.problems.find((one) => one.code === code)
    if (pair === undefined || problem === undefined) throw new Error('not named in the list')
    const isLost = LOST.some((pattern) => pattern.test(what)) || name === 'fingerprint'
    const isOffered = problem.fix?.kind === 'call' && problem.fix.method === 'keys.repair'
    // Conversion is offered for every PuTTY file; whether it opens shows when it is planned.
    expect([code, isOffered]).toEqual([code, code === 'putty' || !isEndless(name, what, isLost)])
    if (!isOffered || code === 'putty') return
    const ref = { id: pair.id, path, problem: code }
    const plan = await own.service.planRepair(ref)
    expect(await readFile(path)).toEqual(before)
    const { planId } = plan
    const repaired = await own.service.repair({ ...ref, planId }, noQuestions())
    expect(repaired.problems.map((one) => one.code)).not.toContain(code)
    await expectSameKey(name, path, repaired.publicKeyPath, original.publicLine)
    expect(await backedUp(own, before)).toBe(true)
  } finally {
    await own.remove()
  }
})

/** An old-style encrypted key does not say how long it is, so without END nobody knows its end. */
function isEndless(name: string, what: string, isLost: boolean): boolean {
  return isLost || (name === 'pem-encrypted' && what === 'without its last line')
}

async function expectSameKey(
  name: string,
  path: string,
  publicPath: string | null,
  publicLine: string,
): Promise<void> {
  if (['public', 'rfc4716', 'spki'].includes(name)) {
    const line = await readFile(String(publicPath), 'utf8')
    expect([publicPath, line.split(' ').slice(0, 2).join(' ').trim()]).toEqual([
      `${path}.pub`,
      publicLine,
    ])
    return
  }
  const passphrase = name.includes('encrypted') ? PASSPHRASE : ''
  expect(await publicHalfByKeygen(path, passphrase)).toBe(publicLine)
}

/** Somewhere among the backups lie the old bytes; a file that was only renamed needs none. */
async function backedUp({ paths, sshDir }: TestFolder, data: Buffer): Promise<boolean> {
  const names = await readdir(paths.backupsDir, { recursive: true, withFileTypes: true })
  const kept = names.filter((entry) => entry.isFile()).map((one) => join(one.parentPath, one.name))
  const files = [...kept, join(sshDir, 'id_case.pub')]
  const contents = await Promise.all(files.map((file) => readFile(file).catch(() => null)))
  return contents.some((content) => content?.equals(data))
}

function noQuestions() {
  const confirm = () => Promise.reject(new Error('asked in spite of a plan'))
  return { ...quietContext(), confirm }
}
