import { expect, it } from 'vitest'
import { launch } from '../../../main/system/launch.ts'

it('resolves when the launcher ends well', async () => {
  await expect(launch(['true'])).resolves.toBeUndefined()
})

it('does not wait for a program that goes on', async () => {
  const started = performance.now()
  await launch(['sleep', '5'], { settleMs: 100 })
  expect(performance.now() - started).toBeLessThan(2_000)
})

it('says when there is no such program', async () => {
  await expect(launch(['/no/such/program'])).rejects.toMatchObject({ code: 'not-found' })
})

it('takes no program from a folder that PATH does not name in full', async () => {
  const oldPath = process.env.PATH
  process.env.PATH = '.:'
  try {
    await expect(launch(['true'])).rejects.toMatchObject({ code: 'not-found' })
  } finally {
    process.env.PATH = oldPath ?? ''
  }
})

it('says when the launcher gives up', async () => {
  await expect(launch(['false'])).rejects.toMatchObject({ code: 'unsupported' })
})
