/** Time limits, order, and errors of the stages. */

import { expect, test, vi } from 'vitest'
import { StageFailure } from '../../../main/connection/facts.ts'
import { createLadder } from '../../../main/connection/ladder.ts'
import { within } from '../../../main/connection/within.ts'
import { AppError } from '../../../main/contract/errors.ts'

const never = () => new Promise<never>(() => {})
const lateFailure = () => new StageFailure('auth-timeout', 'late')

test('a stage that never answers ends at its limit, and is told', async () => {
  const progress = vi.fn()
  const ladder = createLadder(new AbortController().signal, progress)
  let stageSignal: AbortSignal | undefined
  const run = ladder.run('auth', 30, lateFailure, (signal) => {
    stageSignal = signal
    return never()
  })
  await expect(run).rejects.toMatchObject({ causeCode: 'auth-timeout' })
  expect(stageSignal?.aborted).toBe(true)
  const stages = ladder.finish(['tcp', 'auth', 'sftp'], 'Not reached.')
  expect(stages.map(({ id, state, detail }) => ({ id, state, detail }))).toEqual([
    { id: 'tcp', state: 'skipped', detail: 'Not reached.' },
    { id: 'auth', state: 'failed', detail: 'late' },
    { id: 'sftp', state: 'skipped', detail: 'Not reached.' },
  ])
  expect(stages[1]?.ms).toBeGreaterThanOrEqual(25)
  expect(progress.mock.calls.map(([event]) => event.kind)).toEqual([
    'stage-started',
    'stage-ended',
    'stage-ended',
    'stage-ended',
  ])
})

test('an error for the person becomes the verdict; a bug does not', async () => {
  const ladder = createLadder(new AbortController().signal, () => {})
  const refuse = async () => Promise.reject(new AppError('unreadable', 'The file is gone.'))
  await expect(ladder.run('local', 100, lateFailure, refuse)).rejects.toMatchObject({
    causeCode: 'unexpected',
    message: 'The file is gone.',
  })
  const bug = async () => Promise.reject(new TypeError('x is not a function'))
  await expect(ladder.run('tcp', 100, lateFailure, bug)).rejects.toThrow(TypeError)
})

test('cancelling wins over whatever the stage says while it is torn down', async () => {
  const controller = new AbortController()
  const ladder = createLadder(controller.signal, () => {})
  const run = ladder.run('kex', 1_000, lateFailure, async (signal) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    throw new StageFailure('connection-lost', 'torn')
  })
  controller.abort()
  await expect(run).rejects.toMatchObject({ code: 'cancelled' })
})

test('neither timers nor listeners are left behind', async () => {
  const controller = new AbortController()
  const removed = vi.spyOn(controller.signal, 'removeEventListener')
  vi.useFakeTimers()
  await within(1_000, controller.signal, lateFailure, async () => 'done')
  expect(vi.getTimerCount()).toBe(0)
  expect(removed).toHaveBeenCalledOnce()
  vi.useRealTimers()
})
