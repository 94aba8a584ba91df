import { execFileSync } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  createAccessLists,
  isHarmful,
  parseLs,
  parseMacLs,
} from '../../../../main/permissions/unix/access-list.ts'

test('ls of Linux', () => {
  const output = [
    '-rw-r-----+ 1 me me 399 Nov 21 10:34 /home/me/.ssh/id+a',
    '-rw------- 1 me me 399 Nov 21 10:34 /home/me/.ssh/b\\nc',
    '-rw-------. 1 me me 399 Nov 21 10:34 /home/me/.ssh/selinux',
    '',
  ].join('\n')
  expect(parseLs(output)).toEqual([[''], [], []])
})

test('ls of macOS: only entries that let someone in', () => {
  const output = [
    '-rw-------+ 1 me  staff  399 Nov 21 10:34 /Users/me/.ssh/id_a',
    ' 0: user:bob allow read',
    ' 1: group:everyone deny delete',
    '-rw-------  1 me  staff  399 Nov 21 10:34 /Users/me/.ssh/id_b',
    'drwx------+ 8 me  staff  256 Nov 21 10:34 /Users/me/.ssh',
    ' 0: group:everyone deny delete',
    '',
  ].join('\n')
  expect(parseMacLs(output)).toEqual([['user:bob allow read'], [], []])
})

test.each([
  ['user:bob allow read', 'private-key', true],
  ['user:bob inherited allow read,execute,readattr', 'private-key', true],
  ['group:com.apple.sharepoint.group.1 allow write', 'private-key', true],
  ['ABCDEFAB-CDEF-ABCD-EFAB-CDEF00000065 allow read', 'private-key', true],
  // What the account has anyway, and looking at what is no secret.
  ['user:me allow read,write', 'private-key', false],
  ['user:root allow read', 'private-key', false],
  ['user:me allowed allow read', 'private-key', true],
  ['user:bob allow readattr,readextattr,readsecurity', 'private-key', false],
  ['user:bob allow read', 'config', false],
  ['user:bob allow append', 'config', true],
  ['group:staff allow writesecurity', 'authorized-keys', true],
  ['group:staff allow chown', 'known-hosts', true],
  ['user:bob allow list,search', 'ssh-folder', false],
  ['user:bob allow list,add_file', 'ssh-folder', true],
  ['user:bob allow list,search,file_inherit', 'ssh-folder', true],
  ['everyone allow delete_child', 'ssh-folder', true],
  ['user:bob allow write', 'public-key', false],
  ['user:bob deny write', 'config', false],
] as const)('macOS: %s, on the %s: harmful %s', (entry, kind, harmful) => {
  expect(isHarmful(entry, kind, 'me')).toBe(harmful)
})

test.skipIf(process.platform !== 'linux')(
  'many files at once, each gets its own answer',
  async () => {
    const folder = await mkdtemp(join(homedir(), 'lists-'))
    const paths = Array.from({ length: 1_200 }, (_, index) => join(folder, `file ${index}\n'`))
    for (const path of paths) await writeFile(path, '', { mode: 0o600 })
    const listed = paths.filter((_, index) => index % 100 === 7)
    try {
      for (const path of listed) execFileSync('setfacl', ['-m', 'u:12345:r', path])
    } catch {
      process.stdout.write('skipped: access lists of Linux, since setfacl does not work here\n')
      return
    }
    const lists = createAccessLists('linux')
    const answers = await Promise.all(paths.map((path) => lists.entriesOf(path)))
    expect(paths.filter((_, index) => answers[index]?.length === 1)).toEqual(listed)
    // Asked for later, and for something that is not there.
    expect(await lists.entriesOf(listed[0] ?? '')).toEqual([''])
    expect(await lists.entriesOf(join(folder, 'gone'))).toEqual([])
  },
)
