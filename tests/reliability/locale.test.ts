/** The language of the system changes nothing in what is read, and in what the terminal prints. */

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleModule, type Module } from '../support/kill/index.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const LANGUAGES = ['C', 'en_US.UTF-8', 'tr_TR.UTF-8', 'ja_JP.UTF-8', 'ar_EG.UTF-8', 'az_AZ']
const run = promisify(execFile)
let module: Module
let folder: string

beforeAll(async () => {
  module = await bundleModule(new URL('./locale-entry.ts', import.meta.url))
  folder = await mkdtemp(join(homedir(), 'locale-'))
})
afterAll(async () => {
  await module.remove()
  await rm(folder, { recursive: true, force: true })
})

async function readIn(language: string): Promise<string> {
  const file = join(folder, language)
  const start = `await (await import(${JSON.stringify(module.file)})).run(${JSON.stringify(ROOT)}, ${JSON.stringify(file)})`
  const env = { ...process.env, LANG: language, LC_ALL: language, LANGUAGE: language }
  await run(process.execPath, ['--input-type=module', '-e', start], { env })
  return readFile(file, 'utf8')
}

test('every parser reads the same in every language', async () => {
  const english = await readIn('en_US.UTF-8')
  expect(english.split('\n').length).toBeGreaterThan(1_000)
  expect(english).toContain('"identityfile"')
  for (const language of LANGUAGES) {
    expect((await readIn(language)) === english, language).toBe(true)
  }
})

async function filesWith(pattern: RegExp, ...folders: readonly string[]) {
  const { stdout } = await run('git', ['ls-files', ...folders], { cwd: ROOT })
  const files = stdout.split('\n').filter((file) => /\.tsx?$/.test(file))
  const texts = await Promise.all(files.map((file) => readFile(join(ROOT, file), 'utf8')))
  return files.filter((_, index) => pattern.test(texts[index] ?? ''))
}

test('nothing asks the language of the system for upper or lower case', async () => {
  expect(await filesWith(/toLocale(?:Lower|Upper)Case/, 'main', 'app', 'renderer')).toEqual([])
})

test('only what is shown to a person in a window is ordered or written in their language', async () => {
  const asks = /localeCompare|new Intl\.|toLocale\w*String\((?!'en)/
  expect(await filesWith(asks, 'main', 'app')).toEqual([])
  expect(await filesWith(asks, 'renderer')).not.toEqual([])
})
