/** When a locked key is tested by the agent's copy of it. */

import { expect, test } from 'vitest'
import { signsByAgent } from '../../../renderer/testing/signs-by-agent.ts'

const AGENT = [{ kind: 'agent' }] as const

test.each([
  [{ encrypted: true, uses: AGENT }, true],
  [{ encrypted: false, uses: AGENT }, false],
  [{ encrypted: true, uses: [] }, false],
  [{ encrypted: null, uses: AGENT }, false],
  [null, false],
])('%j: %s', (key, signs) => {
  expect(signsByAgent(key)).toBe(signs)
})
