/** Two builds of the same files are the same: what is published can be checked against its source. */

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'keypilot-builds-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

test('two builds are byte-identical, whatever folder, time zone, language and user', () => {
  const one = build('one', dir, { TZ: 'UTC', NODE_ENV: 'development', LANG: 'C', LC_ALL: 'C' })
  const two = build('elsewhere/two', join(root, 'tests'), {
    TZ: 'Asia/Tokyo',
    LANG: 'tr_TR.UTF-8',
    LC_ALL: 'tr_TR.UTF-8',
    USER: 'someone-else',
    NODE_ENV: 'test',
    SOURCE_DATE_EPOCH: '1',
  })
  expect(Object.keys(one).length).toBeGreaterThan(20)
  expect(two).toEqual(one)
})

test('no path of the machine it was built on is in it', () => {
  const files = filesOf(join(dir, 'one'))
  const leaks = files.filter((file) => {
    const text = readFileSync(file, 'latin1')
    return text.includes(root) || text.includes(dir)
  })
  expect(leaks).toEqual([])
})

/** Builds, and returns each file's mode and hash. */
function build(
  name: string,
  cwd: string,
  env: { readonly [name: string]: string },
): Record<string, string> {
  const out = join(dir, name)
  const { status, stderr } = spawnSync(process.execPath, [join(root, 'scripts/build.mjs'), out], {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return Object.fromEntries(
    filesOf(out).map((file) => {
      const hash = createHash('sha256').update(readFileSync(file)).digest('hex')
      return [relative(out, file), `${(statSync(file).mode & 0o111).toString(8)} ${hash}`]
    }),
  )
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
