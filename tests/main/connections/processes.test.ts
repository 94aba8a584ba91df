/** Two Keypilots on one file: what either of them saves is there afterwards. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorld } from './support.ts'

let dir: string

/** argv: the name of this process, ssh folder, data folder. */
const SCRIPT = `
import { createConnectionsService, resolvePaths } from './service.mjs'
const [, , name, sshDir, dataDir] = process.argv
const env = { KEYPILOT_SSH_DIR: sshDir, KEYPILOT_DATA_DIR: dataDir }
const paths = resolvePaths({ env, platform: process.platform, home: sshDir })
const log = { file: '', info() {}, warn() {}, error() {} }
const service = createConnectionsService({ paths, log, keys: () => {}, connection: () => {} })
for (let index = 0; index < 10; index++) {
  const host = name + index + '.example'
  const { id } = await service.save({ target: { user: 'u', host, port: 22, kind: 'generic' } })
  if (index % 3 === 0) await service.save({ id, notes: 'of ' + name })
  if (index % 5 === 4) await service.remove(id, { confirm: async () => true })
}
`

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'keypilot-connections-'))
  const entry = join(dir, 'entry.ts')
  const main = join(import.meta.dirname, '../../../main')
  await writeFile(
    entry,
    [
      `export { createConnectionsService } from '${main}/connections/index.ts'`,
      `export { resolvePaths } from '${main}/storage/index.ts'`,
    ].join('\n'),
  )
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir: dir,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: 'service.mjs', format: 'es' } },
    },
  })
  await writeFile(join(dir, 'script.mjs'), SCRIPT)
})
afterAll(() => rm(dir, { recursive: true, force: true }))

test('nothing is lost', async () => {
  const world = createWorld()
  const { sshDir, dataDir } = world.paths
  const names = ['a', 'b', 'c']
  const codes = await Promise.all(
    names.map(async (name) => {
      const argv = [join(dir, 'script.mjs'), name, sshDir, dataDir]
      const child = spawn(process.execPath, argv, { stdio: ['ignore', 'inherit', 'inherit'] })
      return (await once(child, 'exit'))[0]
    }),
  )
  expect(codes).toEqual([0, 0, 0])
  const found = await world.service.list()
  const expected = names.flatMap((name) =>
    [0, 1, 2, 3, 5, 6, 7, 8].map((i) => `${name}${i}.example`),
  )
  expect(found.map(({ target }) => target.host).sort()).toEqual(expected)
  const noted = found.filter(({ notes }) => notes !== '').map(({ target }) => target.host)
  expect(noted.sort()).toEqual(names.flatMap((name) => [0, 3, 6].map((i) => `${name}${i}.example`)))
  expect(await world.service.problems()).toEqual([])
  world.remove()
})
