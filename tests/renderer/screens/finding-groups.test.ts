import { expect, test } from 'vitest'
import type { Finding } from '../../../main/contract/methods.ts'
import {
  groupFindings,
  repairableIds,
  summarise,
} from '../../../renderer/screens/health/finding-groups.ts'

function finding(id: string, change: Partial<Finding> = {}): Finding {
  return {
    id,
    code: 'key-mode',
    severity: 'refuses',
    kind: 'private-key',
    path: `/home/me/.ssh/${id}`,
    target: null,
    title: 'Others can read this key',
    consequence: 'ssh will ignore it.',
    rule: 'authfile.c',
    before: 'mode 0644',
    after: 'mode 0600',
    undo: 'Undo brings it back.',
    rootCause: null,
    repairable: true,
    ...change,
  }
}

test('what a root explains stands below it, and not again by itself', () => {
  const folder = finding('folder', { severity: 'exposes' })
  const one = finding('one', { rootCause: 'folder' })
  const other = finding('other')
  const groups = groupFindings([one, folder, other])
  expect(groups.map(({ root, explained }) => [root.id, explained.map(({ id }) => id)])).toEqual([
    ['folder', ['one']],
    ['other', []],
  ])
})

test('a root that is not among them, or is the finding itself, hides nothing', () => {
  const findings = [finding('a', { rootCause: 'gone' }), finding('b', { rootCause: 'b' })]
  expect(groupFindings(findings).map(({ root }) => root.id)).toEqual(['a', 'b'])
})

test('the worst comes first, also when it is only explained', () => {
  const advice = finding('advice', { severity: 'advice' })
  const exposed = finding('exposed', { severity: 'exposes' })
  const root = finding('root', { severity: 'advice' })
  const refused = finding('refused', { rootCause: 'root' })
  expect(groupFindings([advice, exposed, root, refused]).map(({ root }) => root.id)).toEqual([
    'root',
    'exposed',
    'advice',
  ])
})

test('the sentence counts by severity and names only what is there', () => {
  expect(summarise([finding('a')])).toBe('1 file that ssh refuses.')
  const more = [
    finding('a'),
    finding('b'),
    finding('c', { severity: 'exposes' }),
    finding('d', { severity: 'advice' }),
  ]
  expect(summarise(more)).toBe('2 files that ssh refuses, 1 that others can get at, 1 remark.')
})

test('only what can be repaired from here is planned', () => {
  expect(repairableIds([finding('a'), finding('b', { repairable: false })])).toEqual(['a'])
})

test('a refused folder is not called a file', () => {
  const folder = finding('folder', { kind: 'ssh-folder' })
  expect(summarise([folder])).toBe('1 folder that ssh refuses.')
  expect(summarise([folder, finding('a')])).toBe('2 files and folders that ssh refuses.')
})
