import { describe, expect, test } from 'vitest'
import {
  isPrivateGroup,
  isSharedGroup,
  toleratesPrivateGroup,
} from '../../../../main/permissions/unix/private-group.ts'

const accounts = [
  'root:x:0:0:root:/root:/bin/bash',
  'me:x:1000:1000::/home/me:/bin/sh',
  'you:x:1001:1001::/home/you:/bin/sh',
  '',
].join('\n')

describe('isPrivateGroup', () => {
  const asked = { accounts, gid: 1000, ownerUid: 1000, myUid: 1000 }
  test.each([
    ['my own group', { group: 'me:x:1000:' }, true],
    ['with me in its list', { group: 'me:x:1000:me\n' }, true],
    ['with another in its list', { group: 'me:x:1000:you' }, false],
    ['with both', { group: 'me:x:1000:me,you' }, false],
    ['of nobody', { group: 'nobody:x:2000:', gid: 2000 }, false],
    ['with only me, by its list', { group: 'team:x:2000:me', gid: 2000 }, true],
    ['the first group of another', { group: 'you:x:1001:', gid: 1001 }, false],
    ['unknown', { group: '' }, false],
    ['of an owner who is unknown', { group: 'me:x:1000:', ownerUid: 77 }, false],
    ['of a file of root with my group', { group: 'me:x:1000:', ownerUid: 0 }, true],
    ['of a file of root with me in its list', { group: 'me:x:1000:me', ownerUid: 0 }, false],
  ])('%s', (_, given, expected) => {
    expect(isPrivateGroup({ ...asked, ...given })).toBe(expected)
  })
})

test.each([
  ['OpenSSH_9.2p1 Debian-2+deb12u3', true],
  ['OpenSSH_8.9p1 Ubuntu-3ubuntu0.10', true],
  ['OpenSSH_9.2p1 Raspbian-2+deb12u2', true],
  ['OpenSSH_9.9p1', false],
  ['OpenSSH_for_Windows_9.5p1', false],
])('%s tolerates groups of one: %s', (version, expected) => {
  expect(toleratesPrivateGroup({ path: '/usr/bin/ssh', version, flavour: 'openssh' })).toBe(
    expected,
  )
})

test('an unknown group is taken for a shared one', async () => {
  expect(await isSharedGroup(3_999_999, 0, 0)).toBe(true)
})
