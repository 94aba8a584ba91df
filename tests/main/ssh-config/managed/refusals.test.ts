// What is not written: values that ssh refuses, names that are taken, and what nobody agreed to.

import { mkdir, readdir } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EditorFolder, editorFolder, nobody, POD, person } from './support.ts'

let folder: EditorFolder
beforeEach(async () => {
  folder = await editorFolder()
})
afterEach(() => folder.remove())

describe('refusals', () => {
  it.each([
    [{ alias: 'a*' }, 'invalid-name'],
    [{ alias: '!a' }, 'invalid-name'],
    [{ alias: '-a' }, 'invalid-name'],
    [{ alias: 'a b' }, 'invalid-name'],
    [{ alias: 'a\nb' }, 'invalid-name'],
    [{ hostName: 'a;b' }, 'invalid-value'],
    [{ hostName: '-oProxyCommand=x' }, 'invalid-value'],
    [{ hostName: 'a\nUser x' }, 'invalid-value'],
    [{ user: 'a;b' }, 'invalid-value'],
    [{ user: '-l' }, 'invalid-value'],
    [{ user: '%u' }, 'invalid-value'],
    [{ user: `\${HOME}` }, 'invalid-value'],
    [{ identityFile: 'relative' }, 'invalid-value'],
    [{ identityFile: '/a\nProxyCommand x' }, 'unsupported'],
    [{ identityFile: `/\${HOME}/x` }, 'unsupported'],
    [{ hostKeyAlias: 'a,b' }, 'invalid-value'],
    [{ hostKeyAlias: '*' }, 'invalid-value'],
  ])('%j', async (bad, code) => {
    const params = { ...POD, ...bad }
    await expect(folder.editor.planUpsert(params)).rejects.toMatchObject({ code })
    await expect(folder.editor.upsertHost(params, nobody)).rejects.toMatchObject({ code })
    expect(await readdir(folder.paths.sshDir)).toEqual([])
  })

  it('a name that a hand-written block has', async () => {
    await folder.write('config', 'Host x pod\n  Port 1\n')
    await expect(folder.editor.planUpsert(POD)).rejects.toMatchObject({
      code: 'already-exists',
      message: expect.stringContaining(`${folder.config}, line 1`),
    })
  })

  it.each([
    ['a byte order mark', '\ufeffHost a\n', 'unsupported', 'BOM'],
    ['UTF-16', Buffer.from('\ufeffHost a\n', 'utf16le'), 'unsupported', 'UTF-16'],
    ['a line that ssh refuses', 'Host a\n  Prot 1\n', 'verification-failed', 'config: line 2: '],
  ])('%s, with advice', async (_, text, code, words) => {
    await folder.write('config', text)
    await expect(folder.editor.upsertHost(POD, person(true))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
    })
    expect(await readdir(folder.paths.sshDir)).toEqual(['config'])
  })

  it('a folder in the place of the file', async () => {
    await mkdir(folder.config)
    await expect(folder.editor.planUpsert(POD)).rejects.toMatchObject({ code: 'unreadable' })
  })

  it('what the person does not want', async () => {
    const asked = person(false)
    await expect(folder.editor.upsertHost(POD, asked)).rejects.toMatchObject({ code: 'declined' })
    expect(asked.prompts).toMatchObject([
      { title: 'Add the host pod in the ssh config?', action: 'Add host' },
    ])
    expect(asked.prompts[0]?.detail).toContain('+     Port 22061')
    expect(asked.prompts[0]?.detail).toContain(`+ Include ${folder.managed}`)
    expect(await readdir(folder.paths.sshDir)).toEqual([])
  })

  it('a plan that does not fit any more', async () => {
    const { planId } = await folder.editor.planUpsert(POD)
    await folder.write('config', 'Host *\n')
    await expect(folder.editor.upsertHost({ ...POD, planId }, nobody)).rejects.toMatchObject({
      code: 'changed-meanwhile',
    })
    const asked = {
      ...person(true),
      confirm: async () => {
        await folder.write('config', 'Host a\n')
        return true
      },
    }
    await expect(folder.editor.upsertHost(POD, asked)).rejects.toMatchObject({
      code: 'changed-meanwhile',
    })
  })
})
