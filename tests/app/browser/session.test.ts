import { describe, expect, it } from 'vitest'
import { createSession } from '../../../app/browser/session.ts'

describe('a session', () => {
  it('takes a code until it is a minute old', () => {
    let now = 0
    const session = createSession(() => now)
    const early = session.newCode()
    now = 59_999
    expect(session.redeem(early)).toMatch(/^[0-9a-f]{64}$/)
    const late = session.newCode()
    now += 60_000
    expect(session.redeem(late)).toBeNull()
    now = 0
    expect(session.redeem(late)).toBeNull()
  })

  it('forgets the code before when a new one is made', () => {
    const session = createSession()
    const first = session.newCode()
    const second = session.newCode()
    expect(first).not.toBe(second)
    expect(session.redeem(first)).toBeNull()
    expect(session.redeem(second)).not.toBeNull()
  })

  it('knows its token, and no other', () => {
    const session = createSession()
    expect(session.isToken('')).toBe(false)
    const token = session.redeem(session.newCode()) ?? ''
    expect(session.isToken(token)).toBe(true)
    expect(session.isToken(`${token}0`)).toBe(false)
    expect(session.isToken(token.toUpperCase())).toBe(false)
  })
})
