/** Comments inside private files that no `.pub` line can hold: line breaks, tabs, other bytes. */

import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { person, refTo } from './change/support.ts'
import {
  makeKey,
  publicHalfByKeygen,
  quietContext,
  sshKeygen,
  type TestFolder,
  testFolder,
  writeKeyFile,
} from './support.ts'

/** Another person's key: it must never be handed out beside the own one. */
const OTHER = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'FyqlAYR2ONvLTRhqR3gGmTvRlCjcKmJC6BmbQWFFGP8'}`
const COMMENTS = [
  ['a line break and another key', `mine\n${OTHER} evil`],
  ['line breaks of Windows', 'one\r\ntwo\r\n'],
  ['a tab first', '\tmine'],
  ['spaces around', '  mine  '],
  ['a bell and an escape', 'red \u001b[31m bell \u0007'],
  ['only a line break', '\n'],
] as const

let folder: TestFolder
let path: string

beforeEach(async () => {
  folder = await testFolder()
  path = join(folder.sshDir, 'odd')
})
afterEach(() => folder.remove())

/** Without a .pub file, which is where the list would take the comment from. */
async function makeOdd(comment: string): Promise<string | null> {
  await sshKeygen(['-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', path])
  await rm(`${path}.pub`)
  return publicHalfByKeygen(path)
}

test.each(COMMENTS)('%s: the public half is one line, and one key', async (_, comment) => {
  const half = String(await makeOdd(comment))
  const ref = await refTo(folder, 'odd')
  const { text } = await folder.service.export({ ...ref, format: 'openssh-public' })
  expect(text).toMatch(/^[^\r\n]+\n$/)
  expect(text.startsWith(half)).toBe(true)
  const rfc4716 = join(folder.dir, 'rfc4716')
  await writeKeyFile(rfc4716, (await folder.service.export({ ...ref, format: 'rfc4716' })).text)
  expect((await sshKeygen(['-i', '-f', rfc4716])).trim()).toBe(half)
  const plan = await folder.service.planRepair({ ...ref, problem: 'no-public-file' })
  const context = { ...quietContext(), confirm: async () => true }
  const repair = { ...ref, problem: 'no-public-file', planId: plan.planId }
  expect(await folder.service.repair(repair, context)).toMatchObject({ pair: 'matched' })
  const file = await readFile(`${path}.pub`, 'utf8')
  expect(file).toMatch(/^[^\r\n]+\n$/)
  expect(file.startsWith(half)).toBe(true)
})

test.each(COMMENTS)(
  '%s: a passphrase can be added, and the comment stays',
  async (_, comment) => {
    const half = await makeOdd(comment)
    const inside = async (passphrase: string) =>
      sshKeygen(['-y', '-P', passphrase, '-f', path]).then((line) =>
        line.slice(String(half).length),
      )
    const before = await inside('')
    const ref = await refTo(folder, 'odd')
    await folder.service.setPassphrase({ ...ref, newPassphrase: 'slow red tractor' }, person(true))
    expect(await inside('slow red tractor')).toBe(before)
  },
  120_000,
)

test('a comment that a line cannot hold is refused where the person chooses it', async () => {
  await makeKey(folder.sshDir, 'odd', ['-t', 'ed25519'])
  const ref = await refTo(folder, 'odd')
  const changed = folder.service.setComment({ ...ref, comment: 'a\nb' }, quietContext())
  await expect(changed).rejects.toMatchObject({ code: 'invalid-value' })
})
