/** The defect this guards against made 1 in 256 keys of another generator unreadable. */

import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePair } from '../../../main/keys/make-pair.ts'
import { publicHalfByKeygen, type TestFolder, testFolder, writeKeyFile } from './support.ts'

const COUNT = process.env.KEYPILOT_SLOW === '1' ? 5_000 : 500
const AT_ONCE = 2
let folder: TestFolder

beforeAll(async () => {
  folder = await testFolder()
})
afterAll(() => folder.remove())

test(`${COUNT} Ed25519 pairs: ssh-keygen reads every one, with the same public half`, async () => {
  const failed: number[] = []
  const numbers = Array.from({ length: COUNT }, (_, index) => index).values()
  const work = async () => {
    for (const number of numbers) {
      const { privateFile, publicBlob } = await makePair({ type: 'ed25519', comment: `${number}` })
      const path = join(folder.sshDir, `${number}`)
      await writeKeyFile(path, privateFile)
      const expected = `ssh-ed25519 ${publicBlob.toString('base64')}`
      if ((await publicHalfByKeygen(path)) !== expected) failed.push(number)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  expect(failed).toEqual([])
}, 300_000)

test('100 ECDSA pairs of each curve and 10 RSA pairs as well', async () => {
  const specs = [
    ...[256, 384, 521].flatMap((bits) =>
      Array.from(
        { length: 100 },
        () => ({ type: 'ecdsa', bits: bits as 256 | 384 | 521 }) as const,
      ),
    ),
    ...Array.from({ length: 10 }, () => ({ type: 'rsa', bits: 2_048 }) as const),
  ]
  const failed: unknown[] = []
  const rest = specs.entries()
  const work = async () => {
    for (const [number, spec] of rest) {
      const { privateFile, publicBlob } = await makePair({ ...spec, comment: 'x' })
      const path = join(folder.sshDir, `other${number}`)
      await writeKeyFile(path, privateFile)
      const line = (await publicHalfByKeygen(path)) ?? 'refused'
      if (line.split(' ')[1] !== publicBlob.toString('base64')) failed.push(spec)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  expect(failed).toEqual([])
}, 120_000)
