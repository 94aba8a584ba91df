import { describe, expect, test } from 'vitest'
import { findByTyping } from '../../../renderer/ui/list/find-by-typing.ts'
import { RSA } from '../support/fake-data.ts'
import { IN_AGENT_ONLY, OF_RUNPODCTL, USED } from '../support/many-keys.ts'

describe('typing', () => {
  const list = [USED, OF_RUNPODCTL, RSA, IN_AGENT_ONLY]

  test('finds the next key that starts so, around the end', () => {
    expect(findByTyping(list, 'run', 0)).toBe(1)
    expect(findByTyping(list, 'RUN', 2)).toBe(2)
    expect(findByTyping(list, 'id', 3)).toBe(0)
    expect(findByTyping(list, 'zz', 0)).toBe(-1)
    expect(findByTyping([], 'a', 0)).toBe(-1)
  })

  test('one letter again and again goes from one to the next', () => {
    expect(findByTyping(list, 'r', 0)).toBe(1)
    expect(findByTyping(list, 'rr', 1)).toBe(2)
    expect(findByTyping(list, 'rrr', 2)).toBe(1)
  })
})
