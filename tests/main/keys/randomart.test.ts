import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeKey, sshKeygen, type TestFolder, testFolder } from './support.ts'

let folder: TestFolder
beforeEach(async () => {
  folder = await testFolder()
})
afterEach(() => folder.remove())

describe('keys.randomart', () => {
  it('draws what ssh-keygen draws, from an encrypted private half too', async () => {
    const path = await makeKey(folder.sshDir, 'id_work', ['-t', 'ed25519'], 'open sesame')
    const picture = (await sshKeygen(['-lv', '-f', path])).trimEnd().split('\n').slice(1).join('\n')
    await rm(`${path}.pub`)
    const [pair] = await folder.service.list()
    expect(await folder.service.randomart({ id: pair?.id ?? '' })).toEqual({ text: picture })
  })

  it('says when there is no public half', async () => {
    const path = join(folder.sshDir, 'id_broken')
    await writeFile(path, '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n', { mode: 0o600 })
    await expect(folder.service.randomart({ id: `file:${path}` })).rejects.toMatchObject({
      code: 'unreadable',
    })
  })
})
