/** What a login is good for, in words. */

import { expect, test } from 'vitest'
import { startFacts } from '../../../main/connection/facts.ts'
import { summarise } from '../../../main/connection/summary.ts'
import type { Target, TestReport } from '../../../main/contract/methods.ts'

const direct: Target = { user: 'root', host: '203.0.113.7', port: 10022, kind: 'runpod-direct' }
const all = { exec: true, sftp: true, pty: true, forwarding: true }

const say = (
  capabilities: TestReport['capabilities'],
  target = direct,
  acceptedKey: string | null = 'SHA256:x',
) => summarise({ ...startFacts(target, 'ask'), capabilities, acceptedKey })

test.each<readonly [string, TestReport['capabilities'], string]>([
  [
    'everything',
    all,
    'A terminal, VS Code and Cursor, copying files with scp and sftp and tunnels will work.',
  ],
  [
    'no sftp',
    { ...all, sftp: false },
    'A terminal, VS Code and Cursor and tunnels will work. Copying files with scp and sftp will not work.',
  ],
  [
    'no forwarding',
    { ...all, forwarding: false },
    'A terminal and copying files with scp and sftp will work. VS Code and Cursor and tunnels will not work.',
  ],
  ['not known', { ...all, sftp: null, forwarding: null }, 'A terminal will work.'],
])('%s', (_name, capabilities, expected) => {
  expect(say(capabilities)).toBe(expected)
})

test('a terminal only: how to get more', () => {
  const only = { exec: false, sftp: false, pty: true, forwarding: false }
  const proxy: Target = {
    user: 'a-64410d32',
    host: 'ssh.runpod.io',
    port: 22,
    kind: 'runpod-proxy',
  }
  expect(say(only, proxy)).toMatch(/^A terminal only\. .*“SSH over exposed TCP”\.$/)
  expect(say(only, { ...direct, kind: 'generic' })).toContain('and nothing else')
})

test('nothing is said when nobody got in, and the key is not praised when none was wanted', () => {
  expect(say({ exec: null, sftp: null, pty: null, forwarding: null })).toBeNull()
  expect(say(all, direct, null)).toContain('Nothing was learned about the key.')
})
