import { describe, expect, test } from 'vitest'
import type { Fix } from '../../../renderer/contract.ts'
import { repairOf } from '../../../renderer/repairs/repairs-context.ts'
import { actionsOf, withPossibleFixes } from '../../../renderer/screens/keys/key-actions.ts'
import { ED25519, RSA } from '../support/fake-data.ts'
import { FAULTY_KEYS, IN_AGENT_ONLY } from '../support/many-keys.ts'

describe('what can be done', () => {
  test('with a whole pair: everything', () => {
    expect(actionsOf(ED25519)).toEqual({
      rename: true,
      comment: true,
      passphrase: 'add',
      agent: 'add',
      remove: true,
      setup: true,
    })
    expect(actionsOf(RSA).passphrase).toBe('change')
  })

  test('with a key that only the agent holds: taking it out', () => {
    expect(actionsOf(IN_AGENT_ONLY)).toEqual({
      rename: false,
      comment: false,
      passphrase: null,
      agent: 'remove',
      remove: false,
      setup: false,
    })
  })

  test.each([
    ['half-copied', { comment: false, passphrase: null, agent: null, setup: false, remove: true }],
    ['server-key', { comment: true, passphrase: null, agent: null, setup: false, remove: true }],
    ['two halves', { passphrase: 'add', setup: false }],
    ['from-windows', { setup: false }],
    ['old-rsa', { setup: true }],
  ])('with %s: %j', (name, expected) => {
    const key = FAULTY_KEYS.find((one) => one.name === name)
    expect(key && actionsOf(key)).toMatchObject(expected)
  })
})

test('a fix that leads nowhere on this screen is left out, the problem is not', () => {
  const problem = { code: 'c', severity: 'error', title: 't', detail: 'd' } as const
  const asks = (['choose-key', 'rename-key', 'restore-backup'] as const).map((ask) => ({
    ...problem,
    fix: { kind: 'ask', label: 'l', ask } as const,
  }))
  expect(withPossibleFixes(asks).map(({ fix }) => fix?.kind === 'ask' && fix.ask)).toEqual([
    false,
    'rename-key',
    'restore-backup',
  ])
})

describe('a fix that is shown before it is made', () => {
  const call = (method: string, params: object) =>
    ({ kind: 'call', label: 'Repair', method, params }) as Fix

  test('the repair of a key keeps the file it is about', () => {
    expect(repairOf(call('keys.repair', { id: 'SHA256:x', path: '/k', problem: 'crlf' }))).toEqual({
      kind: 'key',
      label: 'Repair',
      problem: { id: 'SHA256:x', path: '/k', problem: 'crlf' },
    })
  })

  test('a plan of permissions', () => {
    expect(repairOf(call('permissions.plan', { findings: ['a', 'b'] }))).toEqual({
      kind: 'permissions',
      findings: ['a', 'b'],
    })
  })

  test.each([
    call('knownHosts.forget', { host: 'h', port: 22 }),
    call('keys.repair', { problem: 'crlf' }),
    { kind: 'copy', label: 'l', text: 't' } as const,
    { kind: 'ask', label: 'l', ask: 'passphrase' } as const,
  ])('%j is none', (fix) => expect(repairOf(fix)).toBeNull())
})
