// Hand-written blocks: only what is different changes, in their own style.

import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EditorFolder, editorFolder, POD, person, value } from './support.ts'

let folder: EditorFolder
beforeEach(async () => {
  folder = await editorFolder()
})
afterEach(() => folder.remove())

const KEY = { ...POD, identityFile: '/keys/id_ed25519', hostKeyAlias: 'runpod-abc' } as const

describe('in place', () => {
  const OWN =
    'Host a\n  Port 1\n\nHost pod # mine\n\tHostName=198.51.100.1\n\tUser root\n\nHost *\n'

  it('changes only what is different, in the style of the block', async () => {
    await folder.write('config', OWN)
    const others = [await folder.ssh('a'), await folder.ssh('other')]
    const params = { ...KEY, where: 'in-place' } as const
    const { verified } = await folder.editor.upsertHost(params, person(true))
    expect(verified).toBe(true)
    const added = '\tPort=22061\n\tIdentityFile=/keys/id_ed25519\n\tHostKeyAlias=runpod-abc\n'
    const expected = OWN.replace('198.51.100.1', '203.0.113.7').replace(
      '\tUser root\n',
      `\tUser root\n${added}`,
    )
    expect(await folder.text('config')).toBe(expected)
    expect(await folder.text('keypilot.conf')).toBeNull()
    expect([await folder.ssh('a'), await folder.ssh('other')]).toEqual(others)
    expect((await folder.editor.planUpsert(params)).files).toEqual([])
  })

  it('follows an Include', async () => {
    const file = await folder.write('hosts/mine', 'Host pod\n  HostName 198.51.100.1\n')
    await folder.write('config', `Include ${folder.paths.sshDir}/hosts/*\n`)
    const { changed } = await folder.editor.upsertHost({ ...POD, where: 'in-place' }, person(true))
    expect(changed).toEqual([file])
    expect(value(await folder.ssh('pod'), 'port')).toBe('22061')
  })

  it('puts a new key before several, and knows one that is there', async () => {
    const text = 'Host pod\n  HostName h\n  IdentityFile ~/a\n  IdentityFile /b\n'
    await folder.write('config', text)
    const params = { ...POD, where: 'in-place', hostName: 'h', port: 22, user: 'x' } as const
    const known = { ...params, identityFile: join(folder.home, 'a') }
    await folder.editor.upsertHost(known, person(true))
    expect(await folder.text('config')).toBe(`${text}  User x\n`)
    await folder.editor.upsertHost({ ...params, identityFile: '/new' }, person(true))
    expect(await folder.text('config')).toContain('  HostName h\n  IdentityFile /new\n')
  })

  it.each([
    ['a block for several hosts', 'Host pod other\n  Port 1\n', 'unsupported'],
    ['no block', 'Host *\n  Port 1\n', 'not-found'],
    ['an earlier line that wins', 'Host *\n Port 1\nHost pod\n', 'verification-failed'],
  ])('refuses %s', async (_, text, code) => {
    await folder.write('config', text)
    const params = { ...POD, where: 'in-place' } as const
    await expect(folder.editor.upsertHost(params, person(true))).rejects.toMatchObject({ code })
    expect(await folder.text('config')).toBe(text)
  })
})
