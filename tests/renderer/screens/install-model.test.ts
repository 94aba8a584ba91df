import { expect, test } from 'vitest'
import type { InstalledKey, InstallStep } from '../../../renderer/contract.ts'
import {
  asksForHostKey,
  stepViews,
  titleOf,
} from '../../../renderer/screens/runpod/password-access/install-model.ts'

const CONNECTED: InstallStep = { id: 'connect', state: 'ok', detail: 'It answers.' }
const statuses = (...args: Parameters<typeof stepViews>) =>
  stepViews(...args).map(({ status }) => status)

test('the step after the last that ended is running, as long as anything is', () => {
  expect(statuses([CONNECTED], true, false).slice(0, 3)).toEqual(['done', 'running', 'open'])
  expect(statuses([CONNECTED], false, false).slice(0, 3)).toEqual(['done', 'open', 'open'])
})

test('an open question has failed at nothing', () => {
  const failed: InstallStep = { id: 'connect', state: 'failed', detail: 'New.' }
  const skipped: InstallStep = { id: 'password-login', state: 'skipped', detail: 'Not reached.' }
  expect(statuses([failed, skipped], false, true).slice(0, 2)).toEqual(['waiting', 'open'])
  expect(statuses([failed, skipped], false, false).slice(0, 2)).toEqual(['failed', 'skipped'])
})

test('a key that works is never called a failure', () => {
  const result: InstalledKey = {
    verdict: 'failed',
    target: { user: 'root', host: '1.2.3.4', port: 22001, kind: 'runpod-direct' },
    steps: [{ id: 'key-login', state: 'ok', detail: '' }],
    installed: 'added',
    explanation: '',
    hostKey: null,
    problems: [{ code: 'x', severity: 'error', title: 'The server still accepts it', detail: '' }],
  }
  expect(titleOf(result)).toBe('Your key works, but something is left to do')
  expect(titleOf({ ...result, steps: [] })).toBe('The server still accepts it')
  expect(asksForHostKey(result)).toBe(false)
})
