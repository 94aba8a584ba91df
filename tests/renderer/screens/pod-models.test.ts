/** Which pods are listed in which order, and the words for one. */

import { expect, test } from 'vitest'
import { runpodPlaceOf } from '../../../renderer/screens/runpod/places.ts'
import {
  countPods,
  needsAttention,
  START_VIEW,
  showPods,
} from '../../../renderer/screens/runpod/pods/pod-list-model.ts'
import {
  ageOf,
  bestAccess,
  describeCost,
  stateOf,
} from '../../../renderer/screens/runpod/pods/pod-words.ts'
import { describeWait } from '../../../renderer/screens/runpod/runpod-failure.tsx'
import { MOVED, OLD, RUNNING, STOPPED, WAITING } from '../support/fake-runpod-data.ts'

const ALL = [STOPPED, WAITING, OLD, RUNNING]
const ids = (pods: ReturnType<typeof showPods>) => pods.map(({ pod }) => pod.id)

test('what can be used comes first, then what is coming up, then the rest, each by name', () => {
  expect(ids(showPods(ALL, START_VIEW))).toEqual([OLD.id, RUNNING.id, WAITING.id, STOPPED.id])
})

test.each([
  ['running', [OLD.id, RUNNING.id]],
  ['starting', [WAITING.id]],
  ['stopped', [STOPPED.id]],
  ['attention', [OLD.id]],
] as const)('the filter “%s” leaves %j', (filter, left) => {
  expect(ids(showPods(ALL, { search: '', filter }))).toEqual(left)
})

test('a search finds words of the name, the hardware, the state and the address', () => {
  const found = (search: string) => ids(showPods(ALL, { search, filter: 'all' }))
  expect(found('A100 training')).toEqual([RUNNING.id])
  expect(found('waiting for its')).toEqual([WAITING.id])
  expect(found('64411eb2')).toEqual([WAITING.id])
  expect(found('STOPPED')).toEqual([STOPPED.id])
  expect(found('nothing')).toEqual([])
})

test('a pod without a name goes by its id', () => {
  expect(showPods([{ ...RUNNING, name: '' }], START_VIEW)[0]?.name).toBe(RUNNING.id)
})

test('a problem that only informs needs no look; a moved connection does', () => {
  const info = { code: 'no-port-22', severity: 'info', title: '', detail: '' } as const
  expect(needsAttention({ ...RUNNING, problems: [info] })).toBe(false)
  expect(needsAttention(OLD)).toBe(true)
  expect(needsAttention(MOVED)).toBe(true)
})

test('exposed TCP is preferred, and nothing is made up where there is no way in', () => {
  expect(bestAccess(RUNNING)).toBe('direct')
  expect(bestAccess(WAITING)).toBe('proxy')
  expect(bestAccess(STOPPED)).toBeNull()
})

test('a status that RunPod invents later is shown as it is', () => {
  expect(stateOf({ ...RUNNING, status: 'MIGRATING' }).words).toBe('MIGRATING')
  expect(stateOf({ ...RUNNING, status: '' }).words).toBe('Status unknown')
  expect(stateOf(WAITING).words).toBe('Running, waiting for its public port')
  expect(stateOf({ ...WAITING, waitingFor: 'machine' }).words).toBe('Getting a machine')
})

test('prices, ages, counts and waits read like sentences', () => {
  expect([0.69, 0.006, 0, 3.4, null].map(describeCost)).toEqual([
    '$0.69 an hour',
    '$0.006 an hour',
    '$0.00 an hour',
    '$3.40 an hour',
    null,
  ])
  expect(ageOf(RUNNING, () => 'yesterday')).toBe('Started yesterday')
  expect(ageOf(STOPPED, () => 'yesterday')).toBe('Made yesterday')
  expect(countPods(1, 1)).toBe('1 pod')
  expect(countPods(2, 30)).toBe('2 of 30 pods')
  expect([1, 45, 90, 130].map(describeWait)).toEqual([
    '1 second',
    '45 seconds',
    '2 minutes',
    '3 minutes',
  ])
})

test('an address that names no part leads to the account', () => {
  expect(runpodPlaceOf(null)).toEqual({ section: 'account', podId: null })
  expect(runpodPlaceOf('nonsense')).toEqual({ section: 'account', podId: null })
  expect(runpodPlaceOf('workers')).toEqual({ section: 'workers', podId: null })
  expect(runpodPlaceOf('pod:a:b')).toEqual({ section: 'pods', podId: 'a:b' })
})
