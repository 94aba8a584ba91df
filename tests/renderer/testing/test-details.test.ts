/** The text of a test that can be copied for a question. */

import { expect, test } from 'vitest'
import type { TestReport } from '../../../renderer/contract.ts'
import { detailsText } from '../../../renderer/testing/test-details.ts'

const REPORT: TestReport = {
  verdict: 'failed',
  cause: 'key-not-accepted',
  title: 'The pod refused this key',
  explanation: 'It does not know it.',
  fixes: [],
  stages: [{ id: 'auth', state: 'failed', ms: 12.4, detail: 'Refused.' }],
  acceptedKey: null,
  hostKey: null,
  capabilities: { exec: null, sftp: null, pty: null, forwarding: null },
  target: { user: 'root', host: '203.0.113.7', port: 17445, kind: 'runpod-direct' },
  key: null,
  serverSoftware: 'SSH-2.0-OpenSSH_9.2p1',
  offeredMethods: ['publickey'],
  finishedAt: '2026-11-29T11:00:00.000Z',
}

test('names the cause, every stage, and what was said on the way', () => {
  const log = ['keypilot: Handshake completed', 'ssh: debug1: Offering public key']
  const text = detailsText({ ...REPORT, log })
  expect(text).toContain('The pod refused this key [key-not-accepted]')
  expect(text).toContain('auth: failed (12 ms) Refused.')
  expect(text.split('\n').slice(-3)).toEqual([...log, 'finished: 2026-11-29T11:00:00.000Z'])
})

test('without a log it is still whole', () => {
  expect(detailsText(REPORT)).toContain('auth: failed (12 ms) Refused.\nfinished:')
})
