import { expect, test } from 'vitest'
import type { Finding } from '../../../main/contract/methods.ts'
import { problemsWithFindings } from '../../../renderer/screens/keys/use-key-findings.ts'
import { ED25519 } from '../support/fake-data.ts'

const path = ED25519.privateKeyPath ?? ''
const finding: Finding = {
  id: 'f',
  code: 'private-key-too-open',
  severity: 'refuses',
  kind: 'private-key',
  path,
  target: null,
  title: 'Other accounts have rights to this private key',
  consequence: 'ssh will ignore this key.',
  rule: '',
  before: 'Users: read',
  after: 'only you',
  undo: '',
  rootCause: null,
  repairable: true,
}

test('a finding about its file is a problem of the key, with the plan as its fix', () => {
  expect(problemsWithFindings({ ...ED25519, problems: [] }, [finding])).toEqual([
    {
      code: 'private-key-too-open',
      severity: 'error',
      title: finding.title,
      detail: finding.consequence,
      fix: {
        kind: 'call',
        method: 'permissions.plan',
        params: { findings: ['f'] },
        label: 'Show what will change',
      },
    },
  ])
})

test('what cannot be repaired from here has its own way out', () => {
  const fix = { kind: 'copy', text: 'sudo chown …', label: 'Copy the line' } as const
  const problems = problemsWithFindings({ ...ED25519, problems: [] }, [
    { ...finding, repairable: false, fix },
  ])
  expect(problems[0]?.fix).toEqual(fix)
})

test('findings about other files are left out', () => {
  const others = [{ ...finding, path: '/elsewhere' }]
  expect(problemsWithFindings({ ...ED25519, problems: [] }, others)).toEqual([])
})

test('why it stays as it is belongs to it', () => {
  const [problem] = problemsWithFindings({ ...ED25519, problems: [] }, [
    { ...finding, repairable: false, reason: 'The drive keeps no modes.' },
  ])
  expect(problem?.detail).toBe('ssh will ignore this key. The drive keeps no modes.')
})

test('the finding, which knows the way out, stands in the place of what the list says', () => {
  const listed = { code: 'permissions', severity: 'error', title: '', detail: '' } as const
  const other = { ...listed, code: 'weak' }
  const key = { ...ED25519, problems: [listed, other] }
  expect(problemsWithFindings(key, [finding]).map(({ code }) => code)).toEqual([
    'private-key-too-open',
    'weak',
  ])
  // Before the audit answered, and of the public half.
  expect(problemsWithFindings(key, [])).toEqual([listed, other])
  const half = { ...finding, kind: 'public-key', path: ED25519.publicKeyPath ?? '' } as const
  expect(problemsWithFindings(key, [half])).toHaveLength(3)
})
