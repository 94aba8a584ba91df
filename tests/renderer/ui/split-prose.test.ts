import { expect, test } from 'vitest'
import { splitProse } from '../../../renderer/ui/split-prose.ts'

test('numbered lines are one list, everything else a paragraph', () => {
  expect(
    splitProse('Refused. What to check:\n1. The port.\n2. The pod.\nNo password exists.'),
  ).toEqual([
    { kind: 'paragraph', text: 'Refused. What to check:' },
    { kind: 'list', items: ['The port.', 'The pod.'] },
    { kind: 'paragraph', text: 'No password exists.' },
  ])
})

test('a number inside a sentence or an address starts no list', () => {
  for (const text of ['203.0.113.7 is an address.', 'It has 2. No more.']) {
    expect(splitProse(text)).toEqual([{ kind: 'paragraph', text }])
  }
})
