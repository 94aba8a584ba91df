/** Tests against the stand-in for RunPod's proxy. */

import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Target } from '../../../main/contract/methods.ts'
import {
  type RunPodProxy,
  type RunPodProxyOptions,
  startRunPodProxy,
} from '../../support/servers/index.ts'
import {
  type Bench,
  createBench,
  type MadeKey,
  SHORT_LIMITS,
  stateOf,
  targetOf,
} from './support.ts'

let bench: Bench
let key: MadeKey
let proxy: RunPodProxy

beforeEach(() => {
  bench = createBench()
  key = bench.makeKey('id_ed25519')
})
afterEach(() => proxy.stop())

async function testProxy(options: Partial<RunPodProxyOptions>, kind: Target['kind']) {
  proxy = await startRunPodProxy({ authorizedKeys: [key.publicLine], ...options })
  const { report } = await bench.run(
    { target: targetOf(proxy, kind) },
    options.terminal === 'silent' ? { limits: SHORT_LIMITS } : {},
  )
  return report
}

test('the PTY text counts as a login, and a terminal proves the pod', async () => {
  const report = await testProxy({}, 'runpod-proxy')
  expect(report).toMatchObject({
    verdict: 'ok',
    acceptedKey: key.id,
    serverSoftware: 'SSH-2.0-Go',
    hostKey: { type: 'ssh-rsa', sha256: proxy.hostKey.sha256 },
    capabilities: { exec: false, sftp: false, pty: true, forwarding: false },
  })
  expect(report.explanation).toContain('RunPod’s proxy accepted your key')
  expect(report.explanation).toContain('is expected')
  expect(stateOf(report, 'sftp')).toBe('skipped')
  expect(proxy.events).toEqual([
    'auth:none',
    'auth:publickey',
    'auth:publickey',
    'exec',
    'pty',
    'shell',
  ])
})

test.each([
  ['rsa', '2048'],
  ['ecdsa', '256'],
])('with a key of the type %s', async (type, bits) => {
  key = bench.makeKey(`id_${type}`, ['-t', type, '-b', bits])
  proxy = await startRunPodProxy({ authorizedKeys: [key.publicLine] })
  const { report } = await bench.run({
    target: targetOf(proxy, 'runpod-proxy'),
    identityFile: key.path,
  })
  expect(report).toMatchObject({ verdict: 'ok', acceptedKey: key.id })
})

test('a key that is not on the account', async () => {
  const report = await testProxy({ authorizedKeys: [] }, 'runpod-proxy')
  expect(report).toMatchObject({
    cause: 'key-not-accepted',
    title: 'RunPod’s proxy refused this key',
    offeredMethods: ['publickey'],
  })
  expect(report.explanation).toMatch(/1\. The key is not on your RunPod account/)
  expect(report.fixes).toContainEqual(expect.objectContaining({ link: 'runpod-settings' }))
  expect(report.fixes.some((fix) => fix.kind === 'copy')).toBe(false)
})

test('a pod that is gone or has moved', async () => {
  const report = await testProxy({ terminal: 'container-not-found' }, 'runpod-proxy')
  expect(report).toMatchObject({ cause: 'container-not-found', acceptedKey: key.id })
  expect(report.explanation).toContain('container not found')
})

test('a terminal that stays empty does not undo the accepted key', async () => {
  const report = await testProxy({ terminal: 'silent' }, 'runpod-proxy')
  expect(report).toMatchObject({ verdict: 'ok', acceptedKey: key.id })
  expect(stateOf(report, 'session')).toBe('warning')
})

test('the PTY text is understood even where the target was not known to be the proxy', async () => {
  const report = await testProxy({}, 'generic')
  expect(report).toMatchObject({ verdict: 'ok', capabilities: { exec: false, sftp: false } })
})
