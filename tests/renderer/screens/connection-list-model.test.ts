import { describe, expect, test } from 'vitest'
import type { SavedConnection } from '../../../renderer/contract.ts'
import {
  type ConnectionView,
  countLine,
  START_VIEW,
  showConnections,
} from '../../../renderer/screens/connections/connection-list-model.ts'
import { ED25519, RSA } from '../support/fake-data.ts'
import {
  BROKEN,
  FEW_CONNECTIONS,
  manyConnections,
  PROXY,
  TRAINING,
  UNTESTED,
} from '../support/many-connections.ts'

const KEY_NAMES = new Map([
  [ED25519.id, ED25519.name],
  [RSA.id, RSA.name],
])
const show = (view: Partial<ConnectionView>, list: readonly SavedConnection[] = FEW_CONNECTIONS) =>
  showConnections(list, { ...START_VIEW, ...view }, KEY_NAMES)

describe('the search', () => {
  test.each([
    ['training', [TRAINING]],
    ['ssh.runpod.io', [PROXY]],
    [':25634', [BROKEN]],
    ['runpod-key-go', [PROXY]],
    ['nightly a100', [TRAINING]],
    ['old-pod', [BROKEN]],
    ['k3v9x2m1q8', [TRAINING, PROXY]],
    ['nothing listens', [BROKEN]],
    ['lab pod', []],
    ['', [TRAINING, PROXY, BROKEN, UNTESTED]],
  ])('%s', (search, expected) => {
    expect(show({ search })).toEqual(expected)
  })
})

test('the result filters', () => {
  expect(show({ result: 'ok' })).toEqual([TRAINING, PROXY])
  expect(show({ result: 'failed' })).toEqual([BROKEN])
  expect(show({ result: 'untested' })).toEqual([UNTESTED])
})

test('each order', () => {
  expect(show({ sort: 'name' })).toEqual([UNTESTED, PROXY, BROKEN, TRAINING])
  expect(show({ sort: 'result' })).toEqual([BROKEN, UNTESTED, PROXY, TRAINING])
  // One that was never used stands by the time it was made.
  const made = { ...UNTESTED, createdAt: '2026-11-21T09:00:00.000Z' }
  expect(show({}, [TRAINING, made])).toEqual([made, TRAINING])
})

test('200 connections keep all their rows', () => {
  expect(show({ sort: 'result' }, [...manyConnections(200)])).toHaveLength(200)
})

test('the count says how many are hidden', () => {
  expect(countLine(3, 200)).toBe('3 of 200 connections')
  expect(countLine(200, 200)).toBe('200 connections')
  expect(countLine(1, 1)).toBe('1 connection')
})
