import { expect, test } from 'vitest'
import { expandHome } from '../../../main/ssh-command/index.ts'

test.each([
  ['~/.ssh/id', '/home/me', '/home/me/.ssh/id'],
  ['~/.ssh/id', '/', '/.ssh/id'],
  ['~', '/home/me', '/home/me'],
  ['~\\.ssh\\id', 'C:\\Users\\me', 'C:\\Users\\me\\.ssh\\id'],
  ['~/.ssh/id', 'C:\\Users\\me', 'C:\\Users\\me/.ssh/id'],
  ['~other/id', '/home/me', '~other/id'],
  ['~\\x', '/home/me', '~\\x'],
  ['/a/~/b', '/home/me', '/a/~/b'],
])('%s below %s is %s', (path, home, expanded) => {
  expect(expandHome(path, home)).toBe(expanded)
})
