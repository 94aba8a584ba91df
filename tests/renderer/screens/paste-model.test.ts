import { expect, test } from 'vitest'
import type { PublicKeyEntry, PublicKeysReport } from '../../../renderer/contract.ts'
import {
  hardStop,
  linesOf,
  looksLikePrivateKey,
  outcomeOf,
  rememberReport,
  textToPaste,
} from '../../../renderer/screens/setup/paste-model.ts'
import { ED25519, RSA } from '../support/fake-data.ts'

const ENTRY: PublicKeyEntry = {
  firstLine: 1,
  lastLine: 1,
  verdict: 'ok',
  type: 'ed25519',
  bits: 256,
  comment: '',
  fingerprint: ED25519.fingerprint,
  excerpt: 'ssh-ed25519 AAAA',
  repaired: 'ssh-ed25519 AAAA',
  problems: [],
}
const REPORT: PublicKeysReport = {
  entries: [ENTRY],
  repaired: 'ssh-ed25519 AAAA\n',
  ok: true,
  containsExpected: true,
  problems: [],
}
const STOP = { code: 'private-key', severity: 'error', title: 't', detail: 'd' } as const

test.each([
  '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl',
  'some text before -----BEGIN RSA PRIVATE KEY-----',
  '-----BEGIN ENCRYPTED PRIVATE KEY-----',
  'PuTTY-User-Key-File-3: ssh-ed25519',
])('%j is seen as a private key before anything else happens', (text) => {
  expect(looksLikePrivateKey(text)).toBe(true)
})

test.each(['ssh-ed25519 AAAA x', '---- BEGIN SSH2 PUBLIC KEY ----', '-----BEGIN PUBLIC KEY-----'])(
  '%j is not',
  (text) => expect(looksLikePrivateKey(text)).toBe(false),
)

test('a hard stop is found in the text and in its entries', () => {
  expect(hardStop(REPORT)).toBeNull()
  expect(hardStop({ ...REPORT, problems: [STOP] })).toEqual(STOP)
  expect(hardStop({ ...REPORT, entries: [{ ...ENTRY, problems: [STOP] }] })).toEqual(STOP)
  expect(hardStop({ ...REPORT, problems: [{ ...STOP, code: 'api-key' }] })?.code).toBe('api-key')
  expect(hardStop(null)?.code).toBe('private-key')
})

test('what is remembered: each usable key once, never the text', () => {
  const rejected = { ...ENTRY, verdict: 'rejected', fingerprint: RSA.fingerprint } as const
  const remembered = rememberReport(
    { ...REPORT, entries: [ENTRY, ENTRY, rejected] },
    new Date('2026-11-21T08:00:00Z'),
  )
  expect(remembered).toEqual({ at: '2026-11-21T08:00:00.000Z', ok: true, keyIds: [ED25519.id] })
})

test('the text to paste has the key of step 1 in it', () => {
  expect(textToPaste(REPORT, 'mine')).toBeNull()
  expect(textToPaste({ ...REPORT, ok: false }, 'mine')).toBe('ssh-ed25519 AAAA\n')
  expect(textToPaste({ ...REPORT, containsExpected: false }, 'mine')).toBe('ssh-ed25519 AAAA\nmine')
  expect(textToPaste({ ...REPORT, containsExpected: false, repaired: null }, 'mine')).toBe('mine')
})

test('a line without a fault of its own is left out, not called unusable', () => {
  const rejected = (severity: 'error' | 'warning') =>
    outcomeOf({ verdict: 'rejected', problems: [{ ...STOP, severity }] })
  expect(rejected('warning')).toBe('left-out')
  expect(rejected('error')).toBe('rejected')
  expect(outcomeOf({ verdict: 'repaired', problems: [STOP] })).toBe('repaired')
})

test('lines are named from 1', () => {
  expect(linesOf({ firstLine: 2, lastLine: 2 })).toBe('Line 2')
  expect(linesOf({ firstLine: 2, lastLine: 4 })).toBe('Lines 2 to 4')
})
