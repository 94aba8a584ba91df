import { expect, test } from 'vitest'
import type { Fix } from '../../../renderer/contract.ts'
import { repairOf } from '../../../renderer/repairs/repairs-context.ts'

const call = (method: Extract<Fix, { kind: 'call' }>['method'], params: object): Fix =>
  ({ kind: 'call', label: 'Do it', method, params }) as Fix

test('every change of the ssh config is shown first, whichever method a fix names', () => {
  const params = { alias: 'pod', hostName: '1.2.3.4', user: 'root', port: 22 }
  for (const method of ['sshConfig.upsertHost', 'sshConfig.planUpsert'] as const) {
    expect(repairOf(call(method, params))).toEqual({
      kind: 'config',
      change: { kind: 'upsert', params },
    })
  }
  for (const method of ['sshConfig.removeHost', 'sshConfig.planRemove'] as const) {
    expect(repairOf(call(method, { alias: 'pod' }))).toEqual({
      kind: 'config',
      change: { kind: 'remove', alias: 'pod' },
    })
  }
  for (const method of ['sshConfig.applyFix', 'sshConfig.planFix'] as const) {
    expect(repairOf(call(method, { finding: 'f' }))).toEqual({
      kind: 'config',
      change: { kind: 'fix', finding: 'f' },
    })
  }
})

test('other calls run as they are', () => {
  expect(repairOf(call('knownHosts.forget', { host: 'h', port: 22 }))).toBeNull()
  expect(repairOf(call('sshConfig.planFix', {}))).toBeNull()
})

test('a key for the agent is asked for its passphrase first', () => {
  expect(repairOf(call('agent.add', { id: 'SHA256:x' }))).toEqual({
    kind: 'agent',
    keyId: 'SHA256:x',
  })
})
