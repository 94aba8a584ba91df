import { expect, test } from 'vitest'
import { judgePassphrase } from '../../../renderer/screens/keys/judge-passphrase.ts'

test.each([
  ['a', 'weak'],
  ['password', 'weak'],
  ['Password123!', 'weak'],
  ['qwertz1234', 'weak'],
  ['abcdefghijklmnopqrstuvwxyz', 'weak'],
  ['1234567890123456789012345', 'weak'],
  ['aaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'weak'],
  ['lake piano', 'weak'],
  ['lake piano orbit', 'fair'],
  ['lake piano orbit sulphur tin', 'good'],
  ['kX7#pm2!Qz9vRt4&', 'good'],
])('%s is %s', (passphrase, level) => {
  expect(judgePassphrase(passphrase)?.level).toBe(level)
})

test('no passphrase is allowed, so nothing is said', () => {
  expect(judgePassphrase('')).toBeNull()
})
