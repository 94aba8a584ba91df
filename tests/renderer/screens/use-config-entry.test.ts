import { expect, test } from 'vitest'
import type { ConfigHost } from '../../../renderer/contract.ts'
import { entryOf, entryParams } from '../../../renderer/screens/connections/use-config-entry.ts'
import { TRAINING, UNTESTED } from '../support/many-connections.ts'

const HOST: ConfigHost = {
  alias: 'pod',
  file: '/home/ada/.ssh/keypilot.conf',
  line: 2,
  managed: true,
  hostName: TRAINING.target.host,
  user: 'root',
  port: TRAINING.target.port,
  identityFiles: [],
}

test('an entry is right, stale or not there, by what the files say', () => {
  const state = (alias: string | null, hosts: readonly ConfigHost[] | null) =>
    entryOf(alias, TRAINING.target, hosts).state
  expect(state('pod', [HOST])).toBe('right')
  expect(state('pod', [{ ...HOST, port: 1 }])).toBe('stale')
  expect(state('pod', [{ ...HOST, hostName: '9.9.9.9' }])).toBe('stale')
  expect(state('pod', [{ ...HOST, user: 'ada' }])).toBe('stale')
  // Without a port ssh takes 22.
  expect(state('pod', [{ ...HOST, port: null }])).toBe('stale')
  expect(state('other', [HOST])).toBe('none')
  expect(state(null, [HOST])).toBe('none')
  expect(state('pod', null)).toBe('unknown')
  // ssh takes the first block.
  expect(state('pod', [{ ...HOST, port: 1 }, HOST])).toBe('stale')
})

test('an entry without HostName leads to its own name', () => {
  const host = { ...HOST, alias: 'lab.example.org', hostName: null, user: null, port: null }
  expect(entryOf('lab.example.org', UNTESTED.target, [host]).state).toBe('right')
})

test('what is written names the key where it is known, and the pod for its host key', () => {
  expect(entryParams(TRAINING, 'pod', 'managed')).toEqual({
    alias: 'pod',
    hostName: '213.173.108.12',
    user: 'root',
    port: 17445,
    where: 'managed',
    keyId: TRAINING.keyId,
    hostKeyAlias: 'runpod-k3v9x2m1q8',
  })
  expect(entryParams(UNTESTED, 'lab', 'in-place')).toEqual({
    alias: 'lab',
    hostName: 'lab.example.org',
    user: 'ada',
    port: 22,
    where: 'in-place',
  })
})
