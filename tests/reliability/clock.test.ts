/** The clock of the computer is set an hour forward or back in the middle of things. */

import { chmod } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createCaller } from '../../main/runpod/api/caller.ts'
import { withLock } from '../../main/storage/index.ts'
import { isHolderAlive } from '../../main/storage/lock-holder.ts'
import { formatAgo } from '../../renderer/ui/time.ts'
import { type InProcess, startInProcess } from '../support/in-process.ts'
import { startRunpodApi } from '../support/runpod-api/index.ts'

const HOUR_MS = 3_600_000
const JUMPS = [
  ['forward', HOUR_MS],
  ['back', -HOUR_MS],
] as const
let app: InProcess

beforeEach(async () => {
  app = await startInProcess()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await app.remove()
})

/** A promise, and what fulfils it. */
function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

/** Only what `Date.now` says changes, as for every program when somebody sets the clock. */
function jump(ms: number): void {
  const real = Date.now
  vi.spyOn(Date, 'now').mockImplementation(() => real() + ms)
}

test.each(JUMPS)('a plan made before the clock jumped %s is refused', async (_, ms) => {
  await app.call('keys.generate', { name: 'open', comment: 'me' })
  await chmod(join(app.paths.sshDir, 'open'), 0o644)
  const findings = await app.call('permissions.audit', {})
  const { id } = await app.call('permissions.plan', { findings: findings.map((one) => one.id) })
  jump(ms)
  await expect(app.call('permissions.repair', { plan: id })).rejects.toThrow(/not-found: .*plan/)
  vi.restoreAllMocks()
  const again = await app.call('permissions.plan', { findings: findings.map((one) => one.id) })
  await app.call('permissions.repair', { plan: again.id })
})

test.each(JUMPS)('a lock that is held stays held when the clock jumps %s', async (_, ms) => {
  const [end, begun] = [gate(), gate()]
  const holding = withLock(app.paths, 'file', async () => {
    begun.open()
    await end.opened
    return 'first'
  })
  await begun.opened
  jump(ms)
  let entered = false
  const waiting = withLock(app.paths, 'file', async () => {
    entered = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect(entered).toBe(false)
  end.open()
  expect(await holding).toBe('first')
  await waiting
})

test('another living process keeps its lock, also where the system tells no start of processes', async () => {
  const holder = { pid: process.ppid, started: 1, host: hostname(), token: 't' }
  expect(await isHolderAlive(holder, HOUR_MS)).toBe(true)
  expect(await isHolderAlive({ ...holder, uptime: 1 }, HOUR_MS)).toBe(true)
  // A system that has run for a shorter time than when the lock was made was started since.
  expect(await isHolderAlive({ ...holder, uptime: Number.MAX_SAFE_INTEGER }, 0)).toBe(false)
})

test('a lock that cannot be had is given up after its wait, wherever the clock goes', async () => {
  const end = gate()
  // A copy of the module shares only the files with the first, as another process does.
  vi.resetModules()
  const copy = await import('../../main/storage/lock.ts')
  const holding = copy.withLock(app.paths, 'file', () => end.opened)
  await vi.waitFor(async () => {
    const waits = withLock(app.paths, 'file', async () => 'mine', { waitMs: 200 })
    await expect(waits).rejects.toMatchObject({ code: 'busy' })
  })
  let calls = 0
  const real = Date.now
  vi.spyOn(Date, 'now').mockImplementation(() => real() - HOUR_MS * Math.min(1, calls++))
  const waits = withLock(app.paths, 'file', async () => 'mine', { waitMs: 200 })
  await expect(waits).rejects.toMatchObject({ code: 'busy' })
  end.open()
  await holding
})

test('RunPod’s pause ends when it ends, also when the clock was set back meanwhile', async () => {
  const server = await startRunpodApi({})
  const caller = createCaller({
    apiKey: async () => server.apiKey,
    version: '1',
    env: { KEYPILOT_RUNPOD_URL: server.url },
    limits: { attempts: 1, longestPauseMs: 10 },
  })
  const call = { method: 'GET', path: '/v2/pods', isRead: true, what: 'list' } as const
  server.addFault({ fault: { kind: 'rate-limited', retryAfter: 1 }, method: 'GET', times: 1 })
  await expect(caller(call)).rejects.toMatchObject({ code: 'rate-limited' })
  jump(-HOUR_MS)
  await vi.waitFor(() => caller(call), { timeout: 20_000, interval: 200 })
  await server.stop()
})

test.each(JUMPS)('no negative time is shown after the clock jumped %s', (_, ms) => {
  const text = formatAgo(new Date(Date.now() + ms).toISOString(), Date.now())
  expect(text).not.toMatch(/-\d|in \d|NaN/)
})
