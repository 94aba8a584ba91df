import { expect, test } from 'vitest'
import type { Fix } from '../../../renderer/contract.ts'
import { groupFixes } from '../../../renderer/testing/group-fixes.ts'

const ASK: Fix = { kind: 'ask', ask: 'choose-key', label: 'Choose another key' }
const LINK: Fix = { kind: 'link', link: 'runpod-pods', label: 'Open your pods' }
const LINE: Fix = { kind: 'copy', text: 'chmod 600 key', label: 'Copy the line' }

test('the likeliest way out stays first, whatever its kind', () => {
  expect(groupFixes([LINE, ASK, LINK])).toEqual([
    { kind: 'line', fix: LINE },
    { kind: 'buttons', fixes: [ASK, LINK] },
  ])
  expect(groupFixes([ASK, LINE, LINK])).toEqual([
    { kind: 'buttons', fixes: [ASK] },
    { kind: 'line', fix: LINE },
    { kind: 'buttons', fixes: [LINK] },
  ])
  expect(groupFixes([])).toEqual([])
})
