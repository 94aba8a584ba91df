import { expect, test } from 'vitest'
import { applyProgress, plannedStages, runningStage } from '../../../renderer/testing/test-model.ts'

const ENDED = { id: 'tcp', state: 'ok', ms: 12, detail: 'connected' } as const

test('stages begin, end, and keep their order', () => {
  const planned = plannedStages('banner')
  const running = applyProgress(planned, { kind: 'stage-started', stage: 'tcp' })
  expect(running.map(({ id, state }) => `${id} ${state}`)).toEqual([
    'resolve pending',
    'tcp running',
    'banner pending',
  ])
  expect(runningStage(running)).toBe('Reach the server')
  const ended = applyProgress(running, { kind: 'stage-ended', stage: ENDED })
  expect(ended[1]).toEqual(ENDED)
  expect(runningStage(ended)).toBeNull()
})

test('a stage that was not planned is shown at the end', () => {
  const stages = applyProgress(plannedStages(undefined), { kind: 'stage-started', stage: 'sftp' })
  expect(stages.at(-1)).toMatchObject({ id: 'sftp', state: 'running' })
})
