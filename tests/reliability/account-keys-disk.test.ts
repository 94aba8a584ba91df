/**
 * The disk fails at each write while the account's keys are changed: without a whole copy of them
 * nothing is sent, and what was sent is told. RunPod's server is the local stand-in in memory.
 */

import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { AppError } from '../../main/contract/errors.ts'
import { asking, createWorld, memoryAccount, newLine } from '../main/runpod/account-keys/support.ts'
import { type DiskFault, withFailingDisk } from '../support/failing-disk.ts'

const OLD = newLine('old')

async function changeWith(fault: Pick<DiskFault, 'errno' | 'lasts' | 'at'>) {
  const world = createWorld()
  const account = memoryAccount([OLD])
  const service = world.service(account.api)
  const change = { kind: 'publish-text', text: newLine('new') } as const
  const { id: planId } = await service.plan(change)
  account.calls.length = 0
  let copies = 0
  account.before = async (call) => {
    if (call === 'PUT') copies = (await service.backups()).length
  }
  const disk = { ...fault, folder: dirname(world.paths.dataDir) }
  const report = await withFailingDisk(disk, () => service.apply({ change, planId }, asking()))
  const sent = account.calls.includes('PUT')
  world.remove()
  return { ...report, sent, copies, keys: account.keys }
}

test.each([
  ['is full from then on', { errno: 'ENOSPC', lasts: true }],
  ['breaks once', { errno: 'EIO', lasts: false }],
] as const)('the disk %s', async (_, fault) => {
  const { writes } = await changeWith({ ...fault, at: 0 })
  expect(writes.length).toBeGreaterThan(5)
  let refused = 0
  for (let at = 1; at <= writes.length; at++) {
    const { outcome, sent, copies, keys } = await changeWith({ ...fault, at })
    expect(keys, `write ${at}`).toContain(OLD)
    // Nothing goes out before a whole copy is on the disk.
    if (sent) expect(copies, `write ${at}`).toBe(1)
    if ('error' in outcome) {
      refused++
      expect(outcome.error, `write ${at}: ${writes[at - 1]}`).toBeInstanceOf(AppError)
      expect(sent, `write ${at}: ${writes[at - 1]}`).toBe(false)
    } else expect(sent).toBe(true)
  }
  expect(refused).toBeGreaterThan(2)
})
