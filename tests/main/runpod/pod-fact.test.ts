/** A refused login is explained by when the pod started, as RunPod's list tells it. */

import { afterEach, expect, it } from 'vitest'
import { directEntry, podEntry, proxyEntry } from '../../support/runpod-api/index.ts'
import { type Sshd, startSshd, whyNoSshd } from '../../support/servers/index.ts'
import { type AppWorldOptions, appWorld } from './world.ts'

let sshd: Sshd | null = null
afterEach(async () => {
  await sshd?.stop()
  sshd = null
})

/** A server that knows no key, and a key that is on the account. */
async function refusedLogin(startedAt: string, options: AppWorldOptions = {}) {
  sshd = await startSshd({ authorizedKeys: [] })
  const { host, port, user } = sshd
  const ssh = { proxy: proxyEntry('abc'), direct: directEntry(host, port, user) }
  const world = await appWorld({ pods: [podEntry({ id: 'abc', ssh, startedAt })], ...options })
  const { value, server } = world
  const { id } = await value('keys.generate', { name: 'k', type: 'ed25519', comment: 'k' })
  server.setKeys([(await value('keys.export', { id, format: 'openssh-public' })).text.trim()])
  // Without an API key, what was pasted back tells the same.
  const publicKeys = { at: new Date().toISOString(), ok: true, keyIds: [id] }
  await value('settings.save', { setup: { publicKeys } })
  const report = await value('connection.test', {
    target: { user, host, port, kind: 'runpod-direct' },
    keyId: id,
    hostKeyPolicy: 'accept-new',
  })
  return { ...world, report }
}

it.skipIf(whyNoSshd() !== null)('is blamed on a pod that is older than the key', async () => {
  const { report } = await refusedLogin('2026-06-01T12:02:00Z')
  expect(report.cause).toBe('pod-older-than-key')
  expect(report.explanation).toContain('2026-06-01 12:02 UTC')
})

it.skipIf(whyNoSshd() !== null)('is not blamed on a pod that is younger', async () => {
  const { report } = await refusedLogin('2099-06-01T12:02:00Z')
  expect(report.cause).toBe('key-not-accepted')
})

it.skipIf(whyNoSshd() !== null)('asks nothing of RunPod without an API key', async () => {
  const { report, server } = await refusedLogin('2026-06-01T12:02:00Z', { variable: null })
  expect(report.cause).toBe('key-not-accepted')
  expect(server.requests).toEqual([])
})

// Last: what was asked here goes on asking after the test.
it.skipIf(whyNoSshd() !== null)(
  'keeps its general cause when RunPod does not answer, without waiting long',
  async () => {
    const { report, server } = await refusedLogin('2026-06-01T12:02:00Z', {
      faults: [{ fault: { kind: 'never', when: 'before' }, times: 9 }],
    })
    expect(report.cause).toBe('key-not-accepted')
    expect(server.requests.length).toBeGreaterThan(0)
  },
)
