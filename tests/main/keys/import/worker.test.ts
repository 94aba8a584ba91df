import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKeyService } from '../../../../main/keys/index.ts'
import { createKeyWorker } from '../../../../main/keys/worker-client.ts'
import { createLog } from '../../../../main/storage/index.ts'
import { quietContext, type TestFolder, testFolder } from '../support.ts'
import { errorOf, readVector } from './support.ts'

let dir: string
let folder: TestFolder

beforeAll(async () => {
  folder = await testFolder({ create: false })
  dir = await mkdtemp(join(tmpdir(), 'keypilot-worker-'))
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: 'main/keys/worker.ts',
      outDir: dir,
      rollupOptions: { output: { entryFileNames: 'key-worker.mjs', format: 'es' } },
    },
  })
})
afterAll(async () => {
  await rm(dir, { recursive: true, force: true })
  await folder.remove()
})

function service() {
  const worker = createKeyWorker(pathToFileURL(join(dir, 'key-worker.mjs')))
  return createKeyService({ paths: folder.paths, log: createLog(folder.paths), worker })
}

test('the bundled worker opens and writes', async () => {
  const text = await readVector('encrypted3.ppk')
  const secret = { text, passphrase: 'vector' }
  expect(await service().inspectImport(secret, quietContext())).toMatchObject({ kind: 'pair' })
  const pair = await service().import({ name: 'imported', ...secret }, quietContext())
  expect(pair).toMatchObject({ encrypted: true, pair: 'matched', comment: 'a "b" \\c  ü' })
})

// The strongest protection that is allowed takes about a minute.
test('a slow passphrase protection can be stopped, and this thread stays free', async () => {
  const text = (await readVector('encrypted3.ppk')).replace(
    'Argon2-Passes: 2',
    'Argon2-Passes: 262144',
  )
  const controller = new AbortController()
  const context = { signal: controller.signal, progress: () => {} }
  const start = performance.now()
  setTimeout(() => controller.abort(), 200)
  const work = service().inspectImport({ text, passphrase: 'vector' }, context)
  expect((await errorOf(work)).code).toBe('cancelled')
  expect(performance.now() - start).toBeLessThan(10_000)
})
