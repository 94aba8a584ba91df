import { mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestFolder, testFolder } from './support.ts'

let folder: TestFolder

beforeEach(async () => {
  folder = await testFolder()
})
afterEach(() => folder.remove())

const at = (name: string) => join(folder.sshDir, name)

test('suggestions avoid every taken name, either half, in any case', async () => {
  expect((await folder.service.suggest()).name).toBe('id_ed25519')
  await writeFile(at('ID_ED25519.pub'), '')
  expect((await folder.service.suggest()).name).toBe('id_ed25519_runpod')
  await writeFile(at('id_ed25519_runpod'), '')
  expect((await folder.service.suggest()).name).toBe('id_ed25519_2')
  await mkdir(at('id_ed25519_2'))
  const suggestion = await folder.service.suggest()
  expect(suggestion).toMatchObject({
    name: 'id_ed25519_3',
    taken: ['ID_ED25519', 'id_ed25519_2', 'id_ed25519_runpod'],
  })
  expect(suggestion.comment).toMatch(/^[^\s@]+@\S+$/)
})

test('without an ssh folder everything is free, and none is made', async () => {
  await folder.remove()
  expect(await folder.service.suggest()).toMatchObject({ name: 'id_ed25519', taken: [] })
  await expect(stat(folder.sshDir)).rejects.toMatchObject({ code: 'ENOENT' })
})
