import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePair } from '../../../main/keys/make-pair.ts'
import { createKeyWorker, type KeyWorker } from '../../../main/keys/worker-client.ts'
import { formatPublicKeyLine, parsePublicKeyBlob } from '../../../main/public-keys/index.ts'

const never = new AbortController().signal
let dir: string
let worker: KeyWorker

beforeAll(async () => {
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
  worker = createKeyWorker(pathToFileURL(join(dir, 'key-worker.mjs')))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

/** The longest time this thread was not free while the work ran, in milliseconds. */
async function longestBlock(work: Promise<unknown>): Promise<number> {
  let longest = 0
  let last = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
  }, 5)
  await work
  clearInterval(timer)
  return Math.max(longest, performance.now() - last)
}

test('the bundled worker makes, checks and opens keys; this thread stays free', async () => {
  const spec = { type: 'ecdsa', bits: 256, comment: 'me', passphrase: 'pass-phrase' } as const
  let fault: string | null = 'not checked'
  const work = async () => {
    const { privateFile, publicBlob } = await worker.make(spec, never)
    const key = parsePublicKeyBlob(publicBlob, 'me')
    const publicFile = key === null ? '' : `${formatPublicKeyLine(key)}\n`
    fault = await worker.verify({ privateFile, publicFile }, spec.passphrase, never)
    const opened = await worker.unlock(privateFile, spec.passphrase)
    expect(opened.ok && opened.file.toString()).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n/)
    expect(await worker.unlock(privateFile, 'wrong')).toMatchObject({ reason: 'passphrase-wrong' })
  }
  const start = performance.now()
  const blockedMs = await longestBlock(work())
  expect(fault).toBeNull()
  // In this thread, the check alone would block for two of the five derivations of a key. A share
  // of the time rather than milliseconds: other tests run on the same processors.
  expect(blockedMs).toBeLessThan((performance.now() - start) / 4)
})

test('the bundled worker gives a key another passphrase and comment, and can be stopped', async () => {
  const spec = { type: 'ed25519', comment: 'me' } as const
  const { privateFile, publicBlob } = await worker.make(spec, never)
  const options = { passphrase: undefined, newPassphrase: 'pass-phrase', comment: 'new' }
  const locked = await worker.rewrite(privateFile, options, never)
  if (!locked.ok) throw new Error(locked.reason)
  expect(locked).toMatchObject({ comment: 'new', oldComment: 'me', publicBlob })
  const back = { passphrase: 'pass-phrase', newPassphrase: undefined, comment: null }
  const opened = await worker.rewrite(locked.privateFile, back, never)
  expect(opened).toMatchObject({ ok: true, comment: 'new', publicBlob })
  expect(
    await worker.rewrite(locked.privateFile, { ...back, passphrase: 'wrong' }, never),
  ).toMatchObject({ ok: false, reason: 'passphrase-wrong' })
  const controller = new AbortController()
  const stopped = worker.rewrite(locked.privateFile, back, controller.signal)
  controller.abort()
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
})

// A key of this size takes minutes, so the limit tells the two apart on any machine.
test('cancelling ends the thread at once', async () => {
  const controller = new AbortController()
  const work = worker.make({ type: 'rsa', bits: 16_384, comment: 'me' }, controller.signal)
  const start = performance.now()
  setTimeout(() => controller.abort(), 100)
  await expect(work).rejects.toMatchObject({ code: 'cancelled' })
  expect(performance.now() - start).toBeLessThan(15_000)
})

test('a worker that cannot start is an error, not a wait', async () => {
  const broken = createKeyWorker(pathToFileURL(join(dir, 'none.mjs')))
  const spec = { type: 'rsa', bits: 2_048, comment: 'me' } as const
  await expect(broken.make(spec, never)).rejects.toThrow()
})

test.each([
  ['the halves are of two keys', 0, 1],
  ['all is well', 0, 0],
] as const)('verify finds that %s', async (_, privateIndex, publicIndex) => {
  const pairs = [
    await makePair({ type: 'ed25519', comment: 'me' }),
    await makePair({ type: 'ed25519', comment: 'me' }),
  ]
  const key = parsePublicKeyBlob(pairs[publicIndex]?.publicBlob ?? Buffer.alloc(0), 'me')
  const publicFile = key === null ? '' : formatPublicKeyLine(key)
  const privateFile = pairs[privateIndex]?.privateFile ?? Buffer.alloc(0)
  const fault = await createKeyWorker(null).verify({ privateFile, publicFile }, undefined, never)
  expect(fault).toBe(privateIndex === publicIndex ? null : 'the two halves differ')
})
