// What is proven before a change: ssh reads the new config, and no other host gets other settings.

import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseDocument, printDocument } from '../../../../main/ssh-config/document.ts'
import { blocksOf } from '../../../../main/ssh-config/edit/blocks.ts'
import { moveBlockBefore } from '../../../../main/ssh-config/edit/host-blocks.ts'
import { matchesHostLine } from '../../../../main/ssh-config/host-patterns.ts'
import { verifyChange } from '../../../../main/ssh-config/managed/verify/verify.ts'
import { corpus } from '../corpus.ts'
import { depsOf, type EditorFolder, editorFolder, POD, person, sshG, value } from './support.ts'

let folder: EditorFolder
beforeEach(async () => {
  folder = await editorFolder()
})
afterEach(() => folder.remove())

const NOTHING_MAY_CHANGE = {
  edited: null,
  mayChange: () => false,
  wanted: [],
  mustBeAccepted: false,
}

/** Whether a change of the whole config is let through when no host may change. */
async function verdict(before: string, after: string, deps = depsOf(folder)) {
  await folder.write('config', before)
  const change = {
    before: new Map([[folder.config, Buffer.from(before)]]),
    after: new Map([[folder.config, Buffer.from(after)]]),
  }
  return verifyChange(deps, change, NOTHING_MAY_CHANGE).then(
    ({ verified }) => (verified ? 'verified' : 'let through'),
    (error: Error) => error.message,
  )
}

describe('a change that reaches another host', () => {
  const text = 'Host a\n  User x\nHost b\n  Port 5\nHost *\n  User z\n'

  it.each([
    ['a setting', text.replace('Port 5', 'Port 6'), '“b”'],
    ['the order of blocks', `Host *\n  User z\n${text}`, '“a”'],
    ['hosts that no line names', text.replace('User z', 'User y'), 'any-other-host'],
    ['a pattern', text.replace('Host b', 'Host b*'), '“bx”'],
    ['a negation', text.replace('Host *', 'Host * !b'), '“b”'],
    ['a Match', `Match user root\n  Port 7\n${text}`, '“a”'],
  ])('is refused by its name: %s', async (_, after, name) => {
    expect(await verdict(text, after)).toContain(name)
  })

  it('is let through when only comments and spaces are different', async () => {
    expect(await verdict(text, `# c\n${text.replace('  Port 5', '\tPort  5 # d')}`)).toBe(
      'verified',
    )
  })

  it('is refused when ssh would not read the file', async () => {
    expect(await verdict(text, `${text}  Prot 1\n`)).toMatch(/would.*(have changed|refuse)/)
    const unclosed = `${text}Match host nobody\n  Prot 1\n`
    expect(await verdict(text, unclosed)).toContain('Nothing was changed')
  })

  it('is refused when a second reader disagrees', async () => {
    const deps = {
      ...depsOf(folder),
      readEffective: async ({ sshDir }: { sshDir: string }) =>
        readFile(join(sshDir, 'config'), 'utf8'),
    }
    expect(await verdict(text, `# c\n${text}`, deps)).toContain('settings of')
    expect(await verdict(text, text, deps)).toBe('verified')
  })
})

it('our own comparison sees what ssh -G sees, whatever moves', async () => {
  const words = ['a', 'b', 'a*', '*', '!b', '?', 'ab']
  const block = fc.tuple(
    fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }),
    fc.constantFrom('User u1', 'User u2', 'Port 1', 'Port 2', 'IdentityFile /k'),
  )
  const deps = { ...depsOf(folder), sshProgram: async () => null }
  await fc.assert(
    fc.asyncProperty(
      fc.array(block, { minLength: 2, maxLength: 5 }),
      fc.nat(),
      async (blocks, which) => {
        const text = blocks.map(([hosts, line]) => `Host ${hosts.join(' ')}\n  ${line}\n`).join('')
        const document = parseDocument(Buffer.from(text))
        const all = blocksOf(document)
        const [first] = all
        const moved = all[1 + (which % (all.length - 1))]
        if (first === undefined || moved === undefined) return
        const after = printDocument(moveBlockBefore(document, moved, first)).toString()
        const said = await verdict(text, after, deps)
        if (said !== 'let through') return
        // What is let through is the same for ssh too.
        const other = await folder.write('moved', after)
        for (const name of ['a', 'ab', 'c']) {
          expect(await sshG(folder.config, name), text).toBe(await sshG(other, name))
        }
      },
    ),
    { numRuns: 15 },
  )
}, 180_000)

it('Host lines mean what they mean to ssh', async () => {
  const hosts = ['*', 'a*', '* !ab', '!ab *', 'a?', '?', 'a b', '!a', 'a*b*c', '**', 'A']
  const lines = hosts.map((words, index) => `Host ${words}\n  SendEnv V${index}\n`)
  const config = await folder.write('config', lines.join(''))
  for (const name of ['a', 'b', 'ab', 'abc', 'axbxc', 'A']) {
    const sent = (await sshG(config, name)).matchAll(/^sendenv V(\d+)$/gm)
    const ours = hosts.flatMap((words, index) =>
      matchesHostLine(words.split(' '), name) ? [`${index}`] : [],
    )
    expect(ours, name).toEqual([...sent].map(([, index]) => index))
  }
})

describe('where ssh is not asked', () => {
  it.each([
    ['in the config', 'Host a\nMatch originalhost a exec "touch RAN"\n  User x\n'],
    ['negated', 'Match !exec "touch RAN"\n  User x\n'],
    ['in an included file', 'Include other.conf\n'],
  ])('its Match exec does not run: %s', async (_, text) => {
    const ran = join(folder.home, 'ran')
    const exec = (one: string) => one.replace('RAN', ran)
    await folder.write('other.conf', exec('Match exec "touch RAN"\n  User x\n'))
    await folder.write('config', exec(text))
    const change = await folder.editor.upsertHost(POD, person(true))
    expect(change).toMatchObject({ verified: false })
    expect(change.notes.map(({ code }) => code)).toContain('match-exec')
    expect(await readdir(folder.home)).not.toContain('ran')
    // Our own comparison stands guard alone.
    const inPlace = { ...POD, alias: 'a', port: 1, where: 'in-place' } as const
    if (text.startsWith('Host a')) await folder.editor.upsertHost(inPlace, person(true))
    expect(await readdir(folder.home)).not.toContain('ran')
  })

  it('there is none', async () => {
    const alone = await editorFolder({ sshProgram: async () => null })
    const change = await alone.editor.upsertHost(POD, person(true))
    expect(change).toMatchObject({ verified: false, notes: [{}, { code: 'ssh-missing' }] })
    await alone.remove()
  })
})

it('follows includes in blocks, in circles, and to what cannot be read', async () => {
  const { sshDir } = folder.paths
  await folder.write('in-block', 'User inside\nHost b\n  Port 9\n')
  await folder.write('circle', `Include ${sshDir}/circle\n`)
  const text = `Host a\n  Include ${sshDir}/in-block\n  Port 4\nHost pod\n  Port 1\n`
  await folder.write('config', text)
  const others = await Promise.all(['a', 'b', 'c'].map((name) => folder.ssh(name)))
  const params = { ...POD, where: 'in-place' } as const
  expect(await folder.editor.upsertHost(params, person(true))).toMatchObject({ verified: true })
  expect(await Promise.all(['a', 'b', 'c'].map((name) => folder.ssh(name)))).toEqual(others)
  await writeFile(folder.config, `Include ${sshDir}/circle\n`)
  await expect(folder.editor.upsertHost(POD, person(true))).rejects.toMatchObject({
    code: 'verification-failed',
    message: expect.stringContaining('Too many recursive'),
  })
})

it('every config that ssh accepts takes a host, and all others keep their settings', async () => {
  const cases = corpus.filter(({ accepted, text }) => accepted && !text.includes('exec'))
  // A name that none of them has already.
  const NEW = { ...POD, alias: 'new-pod' }
  expect(cases.length).toBeGreaterThan(40)
  for (const { name, text } of cases.filter((_, index) => index % 5 === 0)) {
    await folder.write('config', text)
    const others = await Promise.all(['a', 'zz'].map((one) => folder.ssh(one)))
    const { verified } = await folder.editor.upsertHost(NEW, person(true))
    expect(verified, name).toBe(true)
    expect(value(await folder.ssh(NEW.alias), 'port'), name).toBe('22061')
    expect(await Promise.all(['a', 'zz'].map((one) => folder.ssh(one))), name).toEqual(others)
    await folder.editor.removeHost({ alias: NEW.alias }, person(true))
    expect(await folder.text('config'), name).toBe(text)
  }
}, 180_000)
