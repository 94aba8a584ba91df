import { expect, test } from 'vitest'
import type { Fix } from '../../../renderer/contract.ts'
import { switchOf } from '../../../renderer/testing/switch-of.ts'

const target = { kind: 'generic', user: 'root', host: '203.0.113.7', port: 22 } as const

test('a test with another key is the choice of that key', () => {
  const params = { target, keyId: 'SHA256:other', hostKeyPolicy: 'ask' }
  const fix: Fix = { kind: 'call', method: 'connection.test', params, label: 'Test with other' }
  expect(switchOf(fix)).toEqual({ kind: 'key', keyId: 'SHA256:other' })
})

test('a test as another user is the choice of that address', () => {
  const params = { target, identityFile: '/home/me/.ssh/key', hostKeyPolicy: 'ask' }
  const fix: Fix = { kind: 'call', method: 'connection.test', params, label: 'Test as root' }
  expect(switchOf(fix)).toEqual({ kind: 'target', target })
})

test('every other fix is none', () => {
  const params = { host: '203.0.113.7', port: 22 }
  const fixes: readonly Fix[] = [
    { kind: 'call', method: 'knownHosts.forget', params, label: 'Forget' },
    { kind: 'ask', ask: 'choose-key', label: 'Choose another key' },
  ]
  expect(fixes.map(switchOf)).toEqual([null, null])
})
