import { expect, test } from 'vitest'
import { rememberAnswer, rememberTest } from '../../../main/connections/setup-result.ts'
import type { Target, TestReport, TestStage } from '../../../main/contract/methods.ts'
import { addressOf } from '../../../renderer/commands/target.ts'

const TARGET: Target = { user: 'root', host: '1.2.3.4', port: 22001, kind: 'runpod-direct' }
const ASKED = { target: TARGET, keyId: 'SHA256:key' }
const AT = '2026-11-21T08:00:00.000Z'

function stage(id: TestStage['id'], state: TestStage['state'] = 'ok'): TestStage {
  return { id, state, ms: 1, detail: '' }
}

function report(stages: readonly TestStage[]): TestReport {
  const failed = stages.some(({ state }) => state === 'failed')
  return {
    verdict: failed ? 'failed' : 'ok',
    cause: failed ? 'unexpected' : null,
    title: 'A headline',
    explanation: '',
    fixes: [],
    stages,
    acceptedKey: null,
    hostKey: null,
    capabilities: { exec: null, sftp: null, pty: null, forwarding: null },
    target: TARGET,
    key: null,
    serverSoftware: 'SSH-2.0-X',
    offeredMethods: [],
    finishedAt: AT,
  }
}

const REACHED = { at: AT, address: 'root@1.2.3.4:22001', software: 'SSH-2.0-X' }

test('an answer is remembered, and says nothing about a login', () => {
  const answered = report([stage('resolve'), stage('tcp'), stage('banner')])
  expect(rememberAnswer(answered, ASKED)).toEqual({ reached: REACHED })
})

test('no answer takes back what an earlier test had proved', () => {
  const change = rememberAnswer(report([stage('resolve'), stage('tcp', 'failed')]), ASKED)
  expect(change.reached).toBeNull()
  expect(change.lastTest).toMatchObject({ ok: false, address: REACHED.address })
})

test('a test that failed before it asked the network leaves the answer as it was', () => {
  const change = rememberTest(report([stage('local', 'failed'), stage('tcp', 'skipped')]), ASKED)
  expect(change).not.toHaveProperty('reached')
  expect(change.lastTest).toMatchObject({ ok: false, keyId: 'SHA256:key' })
})

test('a login remembers the key that the server accepted', () => {
  const accepted = { ...report([stage('banner'), stage('auth')]), acceptedKey: 'SHA256:other' }
  expect(rememberTest(accepted, ASKED)).toEqual({
    reached: REACHED,
    lastTest: {
      at: AT,
      ok: true,
      cause: null,
      title: 'A headline',
      address: REACHED.address,
      keyId: 'SHA256:other',
    },
  })
})

test.each(['1.2.3.4', '2001:db8::7', 'pod.example'])('%s is written as the page does', (host) => {
  const target = { ...TARGET, host }
  const { reached } = rememberTest(report([stage('banner')]), { ...ASKED, target })
  expect(reached?.address).toBe(addressOf(target))
})
