import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseDocument } from '../../../main/ssh-config/document.ts'
import { expandIdentityPath } from '../../../main/ssh-config/expand.ts'
import {
  type IdentityReference,
  readConfigTree,
  replaceIdentityPaths,
} from '../../../main/ssh-config/index.ts'
import { type Surroundings, surroundingsOf } from '../../../main/ssh-config/surroundings.ts'
import { startProcessorClock } from '../../support/processor-time.ts'
import { corpus } from './corpus.ts'
import { type ConfigFolder, configFolder, effective } from './support.ts'

let folder: ConfigFolder
beforeAll(async () => {
  folder = await configFolder()
})
afterAll(() => folder.remove())

const rename = (text: string, from: string, to: string, around?: Surroundings, line = 1) =>
  replaceIdentityPaths(folder.paths, Buffer.from(text), [{ line, from, to }], around).toString()

/** References whose meaning is known, on lines that can be edited. */
async function references(data: Buffer): Promise<readonly IdentityReference[]> {
  await writeFile(folder.config, data)
  return (await readConfigTree(folder.paths)).identities.filter(({ path }) => path !== null)
}

describe('a renamed key in the config', () => {
  it('keeps the way its path is written', () => {
    const { home } = folder.paths
    const [old, next] = [`${home}/.ssh/old`, `${home}/.ssh/new`]
    process.env.KP_KEYS = `${home}/.ssh`
    expect(
      [
        'IdentityFile ~/.ssh/old',
        '\tidentityfile = "~/.ssh/old"   # my key',
        "IdentityFile '%d/.ssh/old'\r\n",
        `IdentityFile \${KP_KEYS}/old`,
        `IdentityFile ${home}//.ssh/old#`.replace('#', ' #'),
        'CertificateFile\t~/.ssh/./old\t\n\nHost x # y',
      ].map((text) => rename(text, old, next)),
    ).toEqual([
      'IdentityFile ~/.ssh/new',
      '\tidentityfile = "~/.ssh/new"   # my key',
      "IdentityFile '%d/.ssh/new'\r\n",
      `IdentityFile \${KP_KEYS}/new`,
      `IdentityFile ${home}//.ssh/new #`,
      'CertificateFile\t~/.ssh/./new\t\n\nHost x # y',
    ])
    delete process.env.KP_KEYS
  })

  it('is quoted where its new name needs it', () => {
    const { home } = folder.paths
    const to = (name: string) =>
      rename('IdentityFile ~/.ssh/old # c', `${home}/.ssh/old`, `${home}/.ssh/${name}`)
    expect(to('my key')).toBe('IdentityFile "~/.ssh/my key" # c')
    expect(to('say "hi"')).toBe('IdentityFile "~/.ssh/say \\"hi\\"" # c')
    expect(to('100%')).toBe('IdentityFile ~/.ssh/100%% # c')
    expect(to('a#b')).toBe('IdentityFile ~/.ssh/a#b # c')
    expect(to('$HOME')).toBe('IdentityFile ~/.ssh/$HOME # c')
  })

  it('stays in the home, or leaves it, when it moves to another folder', () => {
    const { home } = folder.paths
    const to = (path: string) => rename('IdentityFile ~/.ssh/old', `${home}/.ssh/old`, path)
    expect(to(`${home}/keys/new`)).toBe('IdentityFile ~/keys/new')
    expect(to('/srv/keys/new')).toBe('IdentityFile /srv/keys/new')
    expect(rename('IdentityFile /srv/old', '/srv/old', `${home}/new`)).toBe(
      `IdentityFile ${home}/new`,
    )
  })

  it.each([
    ['C:\\Users\\Jo\\.ssh\\old', 'IdentityFile C:\\Users\\Jo\\.ssh\\new'],
    ['C:/Users/Jo/.ssh/old', 'IdentityFile C:/Users/Jo/.ssh/new'],
    ['~/.ssh/old', 'IdentityFile ~/.ssh/new'],
    ['~\\.ssh\\OLD', 'IdentityFile ~\\.ssh\\new'],
    ['"c:\\users\\jo\\.ssh\\old"', 'IdentityFile "c:\\users\\jo\\.ssh\\new"'],
  ])('on Windows: %s', (value, expected) => {
    const home = 'C:\\Users\\Jo'
    const around = { ...surroundingsOf(folder.paths), platform: 'win32' as const, home }
    const [from, to] = [`${home}\\.ssh\\old`, `${home}\\.ssh\\new`]
    expect(rename(`IdentityFile ${value}`, from, to, around)).toBe(expected)
    expect(rename(`IdentityFile ${value}`, from, 'D:\\my keys\\k', around)).toMatch(
      /^IdentityFile "D:[\\/]my keys[\\/]k"$/,
    )
  })

  it.each([
    ['another path', 'IdentityFile /other\n'],
    ['another keyword', 'User /old\n'],
    ['a comment', '# IdentityFile /old\n'],
    ['two arguments', 'IdentityFile /old /old\n'],
    ['an open quote', 'IdentityFile "/old\n'],
    ['no line', ''],
  ])('is refused for a line with %s', (_name, text) => {
    expect(() => rename(text, '/old', '/new')).toThrowError(
      expect.objectContaining({ code: 'changed-meanwhile' }),
    )
  })

  it.each(['/a\nb', '/a\0b', `/\${X}`])('is refused for a path no line can hold', (to) => {
    expect(() => rename('IdentityFile /old', '/old', to)).toThrowError(
      expect.objectContaining({ code: 'unsupported' }),
    )
  })

  it('is found by ssh afterwards, and nothing else has changed', async () => {
    const name = fc
      .array(
        fc.constantFrom('a', 'B', ' ', '"', "'", '\\', '#', '%', '$', '~', '=', 'ü', '.', '-'),
        {
          minLength: 1,
          maxLength: 10,
        },
      )
      .map((parts) => parts.join(''))
      .filter((text) => !/^\.{1,2}$/.test(text))
    const usable = corpus.filter(({ accepted, text }) => accepted && /identity|certif/i.test(text))
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...usable), name, fc.nat(), async ({ text }, to, pick) => {
        const before = Buffer.from(text)
        const found = await references(before)
        const chosen = found[pick % found.length]
        if (chosen?.path == null) return
        const target = join(chosen.path, '..', to)
        const change = { line: chosen.line, from: chosen.path, to: target }
        const after = replaceIdentityPaths(folder.paths, before, [change])
        onlyLineDiffers(before, after, chosen.line)
        expect((await references(after)).find(({ line }) => line === chosen.line)?.path).toBe(
          target,
        )
        const real = await effective(folder.config, { args: ['-o', 'HostName=x'] })
        expect(real.accepted).toBe(true)
        if (chosen.host !== null && !/\ba\b|\*|all/.test(chosen.host)) return
        const around = surroundingsOf(folder.paths)
        const values = [...real.identities, ...real.certificates]
        expect(values.map((value) => expandIdentityPath(value, around))).toContain(target)
      }),
      { numRuns: 150 },
    )
  }, 40_000)

  it('changes several lines at once', () => {
    const data = Buffer.from(
      'IdentityFile /a\r\nHost b\n\tIdentityFile "/a" # 1\nCertificateFile /a-cert.pub',
    )
    const changes = [
      { line: 1, from: '/a', to: '/b' },
      { line: 4, from: '/a-cert.pub', to: '/b-cert.pub' },
      { line: 3, from: '/a', to: '/b' },
    ]
    expect(replaceIdentityPaths(folder.paths, data, changes).toString()).toBe(
      'IdentityFile /b\r\nHost b\n\tIdentityFile "/b" # 1\nCertificateFile /b-cert.pub',
    )
  })

  it('follows in 10,000 hosts at once', async () => {
    const { home } = folder.paths
    const [from, to] = [`${home}/.ssh/old`, `${home}/.ssh/new`]
    const host = (index: number) => `Host h${index}\n  Port ${index}\n  IdentityFile ~/.ssh/old\n\n`
    const text = Array.from({ length: 10_000 }, (_, index) => host(index)).join('')
    const usedMs = startProcessorClock()
    const found = await references(Buffer.from(text))
    const changes = found.map(({ line }) => ({ line, from, to }))
    const after = replaceIdentityPaths(folder.paths, Buffer.from(text), changes)
    expect(after.toString()).toBe(text.replaceAll('old', 'new'))
    expect(usedMs()).toBeLessThan(5_000)
  })
})

function onlyLineDiffers(before: Buffer, after: Buffer, line: number): void {
  const others = (data: Buffer) =>
    parseDocument(data).lines.map((one) =>
      one.number === line ? one.ending : one.text + one.ending,
    )
  expect(others(after)).toEqual(others(before))
}
