import { expect, test } from 'vitest'
import { createPasswordSessions } from '../../../main/password-access/sessions.ts'
import { sha512Crypt } from '../../../main/password-access/sha512-crypt.ts'

const MINUTE_MS = 60_000

test('a password is strong, its own each time, and fits the hash', () => {
  const sessions = createPasswordSessions()
  const passwords = Array.from({ length: 10 }, () => {
    const opened = sessions.open()
    const { id, hash } = opened
    const password = sessions.passwordOf(id)
    expect(JSON.stringify(opened)).not.toContain(password)
    const [, , salt = ''] = hash.split('$')
    expect(sha512Crypt(Buffer.from(password), salt)).toBe(hash)
    return password
  })
  expect(new Set(passwords).size).toBe(10)
  // 24 letters of 64: 144 bits.
  for (const password of passwords) expect(password).toMatch(/^[A-Za-z0-9_-]{24}$/)
})

test('it is kept for half an hour, or until it is forgotten', () => {
  let now = 0
  const sessions = createPasswordSessions(() => now)
  const [first, second] = [sessions.open(), sessions.open()]
  expect(first.expiresAt).toBe('1970-01-01T00:30:00.000Z')
  sessions.forget(first.id)
  expect(() => sessions.passwordOf(first.id)).toThrow(
    expect.objectContaining({ code: 'not-found' }),
  )
  now = 29 * MINUTE_MS
  expect(sessions.passwordOf(second.id)).toHaveLength(24)
  now = 30 * MINUTE_MS
  expect(() => sessions.passwordOf(second.id)).toThrow(
    expect.objectContaining({ code: 'not-found' }),
  )
})

test('many texts do not pile up passwords', () => {
  const sessions = createPasswordSessions()
  const ids = Array.from({ length: 21 }, () => sessions.open().id)
  expect(() => sessions.passwordOf(ids[0] ?? '')).toThrow(
    expect.objectContaining({ code: 'not-found' }),
  )
  expect(sessions.passwordOf(ids[20] ?? '')).toHaveLength(24)
})
