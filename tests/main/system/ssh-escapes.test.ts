import { expect, it } from 'vitest'
import { isPathFromSsh } from '../../../main/system/ssh-escapes.ts'

it.each([
  ['linux', '/home/me/.ssh/id', '/home/me/.ssh/id', true],
  ['linux', '/home/me/.ssh/id', '/home/me/.ssh/ID', false],
  ['linux', String.raw`/home/me/a\b`, String.raw`/home/me/a\\b`, true],
  ['linux', '/home/me/a/b', String.raw`/home/me/a\b`, false],
  ['win32', String.raw`C:\Users\Jörg\.ssh\id`, String.raw`C:\\Users\\Jörg/.ssh/id`, true],
  ['win32', String.raw`c:\users\me\.ssh\id`, String.raw`C:\\Users\\me/.ssh/id`, true],
  ['win32', String.raw`C:\Users\me\.ssh\id`, String.raw`C:\\Users\\me/.ssh/other`, false],
] as const)('on %s, of %s ssh says %s: %s', (platform, path, printed, isSame) => {
  expect(isPathFromSsh(path, printed, platform)).toBe(isSame)
})
