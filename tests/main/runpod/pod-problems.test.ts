/** “Older than your key” by the clock: only where Keypilot remembers that it published the key. */

import { expect, it } from 'vitest'
import { readPod } from '../../../main/runpod/api/read-pods.ts'
import { type Candidate, podProblems } from '../../../main/runpod/pods/problems.ts'
import { podEntry } from '../../support/runpod-api/index.ts'

const CREATED = '2026-06-01T12:00:00.000Z'

function problemsWith(candidates: readonly Candidate[], fields: object = {}) {
  const pod = readPod(podEntry({ createdAt: CREATED, ...fields }))
  if (pod === null) throw new Error('the sample is no pod')
  const found = podProblems({ pod, createdWith: null, candidates, now: Date.now() })
  return found.filter(({ code }) => code === 'pod-older-than-key')
}

const candidate = (name: string, publishedAt: string | null): Candidate => ({
  key: { id: `SHA256:${name}`, name, hasPrivate: true, line: `ssh-ed25519 AAAA ${name}` },
  publishedAt,
})

it('is said with both times when the key was published after the pod was created', () => {
  const [problem] = problemsWith([candidate('work', '2026-06-01T12:30:00.000Z')])
  expect(problem?.detail).toContain('2026-06-01 12:00 UTC')
  expect(problem?.detail).toContain('2026-06-01 12:30 UTC')
  expect(problem?.fix).toMatchObject({ kind: 'copy', text: expect.stringContaining('AAAA work') })
})

it.each([
  ['was published before', [candidate('a', '2026-05-31T00:00:00.000Z')], {}],
  ['was not published by Keypilot', [candidate('a', null)], {}],
  [
    'is one of two, and the other was published before',
    [candidate('a', '2026-06-02T00:00:00.000Z'), candidate('b', '2026-05-01T00:00:00.000Z')],
    {},
  ],
  ['is none at all', [], {}],
  [
    'meets a pod whose age is not known',
    [candidate('a', '2026-06-02T00:00:00.000Z')],
    { createdAt: 'yesterday' },
  ],
])('is not said when the key %s', (_what, candidates, fields) => {
  expect(problemsWith(candidates, fields)).toEqual([])
})
