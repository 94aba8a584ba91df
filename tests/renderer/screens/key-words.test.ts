import { expect, test } from 'vitest'
import { addressOf, findKey, refOf } from '../../../renderer/screens/keys/key-address.ts'
import {
  describePlace,
  describeType,
  describeUse,
  summarizeUses,
  worstProblem,
} from '../../../renderer/screens/keys/key-words.ts'
import { ED25519, OPEN_PERMISSIONS, RSA } from '../support/fake-data.ts'
import { IN_AGENT_ONLY, OF_RUNPODCTL, USED } from '../support/many-keys.ts'

test.each([
  ['ed25519', 256, 'Ed25519'],
  ['rsa', 3072, 'RSA 3072'],
  ['ecdsa', 384, 'ECDSA 384'],
  ['rsa', null, 'RSA'],
  ['ssh-xmss', 256, 'ssh-xmss'],
])('%s with %s bits is “%s”', (type, bits, words) => {
  expect(describeType({ type, bits })).toBe(words)
})

test('a place is named only where it is not the ssh folder', () => {
  expect(describePlace(ED25519, '/home/ada/.ssh')).toBeNull()
  expect(describePlace(OF_RUNPODCTL, '/home/ada/.ssh')).toBe(
    'runpodctl’s key, in /home/ada/.runpod/ssh',
  )
  expect(describePlace({ ...ED25519, privateKeyPath: 'D:\\keys\\id' }, 'C:\\ada\\.ssh')).toBe(
    'D:\\keys',
  )
  expect(describePlace(IN_AGENT_ONLY, '/home/ada/.ssh')).toBe('in the ssh-agent only')
})

test('uses in short and in full', () => {
  expect(summarizeUses(USED.uses)).toBe('ssh config, a connection, Setup, RunPod')
  expect(summarizeUses([{ kind: 'agent' }])).toBeNull()
  const connections = USED.uses.filter(({ kind }) => kind === 'connection')
  expect(summarizeUses([...connections, ...connections])).toBe('2 connections')
  expect(USED.uses.map((use) => describeUse(use, () => 'Friday'))).toEqual([
    'Host gpu gpu-2, in /home/ada/.ssh/config, line 12',
    'Every host, in /home/ada/.ssh/config, line 3',
    'Saved connection gpu-lab: root@203.0.113.7, port 22022',
    'Chosen in Setup',
    'On your RunPod account, as you pasted its keys on Friday',
  ])
})

test('the worst problem is an error wherever it stands', () => {
  const note = { code: 'n', severity: 'info', title: 'n', detail: 'n' } as const
  expect(worstProblem([note, ...OPEN_PERMISSIONS.problems])).toBe(OPEN_PERMISSIONS.problems[0])
  expect(worstProblem([])).toBeNull()
})

test('an address leads back to its file, also when two hold the same key', () => {
  const copy = { ...ED25519, privateKeyPath: '/media/stick/id', publicKeyPath: null }
  const keys = [ED25519, copy, RSA, IN_AGENT_ONLY]
  for (const key of keys) expect(findKey(keys, addressOf(key))).toBe(key)
  expect(findKey(keys, ED25519.id)).toBe(ED25519)
  expect(findKey(keys, '/nothing')).toBeNull()
  expect(refOf(copy)).toEqual({ id: ED25519.id, path: '/media/stick/id' })
  expect(refOf(IN_AGENT_ONLY)).toEqual({ id: IN_AGENT_ONLY.id })
})
