/** Cancelling at every stage ends the call at once, and the server sees every connection closed. */

import { beforeEach, describe, expect, test } from 'vitest'
import type { StageId } from '../../../main/contract/methods.ts'
import { type Behaviour, startScripted, startSshd, whyNoSshd } from '../../support/servers/index.ts'
import { type Bench, createBench, type MadeKey, targetOf } from './support.ts'

const testWithSshd = test.skipIf(whyNoSshd() !== null)

let bench: Bench
let key: MadeKey
beforeEach(() => {
  bench = createBench()
  key = bench.makeKey('id_ed25519')
})

/** Aborts as soon as a stage has begun, after a moment in which it can get going. */
async function cancelAt(stage: StageId, target: ReturnType<typeof targetOf>, afterMs: number) {
  const controller = new AbortController()
  const startedAt = { cancel: 0 }
  const run = bench.run(
    { target },
    {
      signal: controller.signal,
      limits: { banner: 20_000, kex: 20_000, session: 20_000, silenceBeforeHttpProbe: 20_000 },
      onStage: (id) => {
        if (id !== stage) return
        setTimeout(() => {
          startedAt.cancel = performance.now()
          controller.abort()
        }, afterMs)
      },
    },
  )
  await expect(run).rejects.toMatchObject({ code: 'cancelled' })
  return performance.now() - startedAt.cancel
}

describe.each<readonly [StageId, Behaviour]>([
  ['local', 'silent'],
  ['resolve', 'silent'],
  ['tcp', 'silent'],
  ['banner', 'silent'],
  ['kex', 'banner-then-silent'],
])('cancelled during %s against a server that does “%s”', (stage, behaviour) => {
  test('leaves no connection', async () => {
    const server = await startScripted(behaviour)
    expect(
      await cancelAt(stage, targetOf(server), stage === 'banner' || stage === 'kex' ? 50 : 0),
    ).toBeLessThan(10_000)
    await server.allClosed()
    // Nor does anything of the stage that was torn down open another one.
    expect(server.accepted).toBeLessThanOrEqual(1)
    await server.stop()
  })
})

testWithSshd.each<StageId>(['host-key', 'auth', 'session', 'sftp'])(
  'cancelled during %s of a real login',
  async (stage) => {
    const sshd = await startSshd({
      authorizedKeys: [key.publicLine],
      config: stage === 'session' ? ['ForceCommand sleep 5'] : [],
    })
    await cancelAt(stage, targetOf(sshd), 0)
    const closed = /(Connection closed|Disconnected|Connection reset|Received disconnect)/
    await expect
      .poll(
        () =>
          sshd
            .log()
            .split('\n')
            .filter((line) => closed.test(line)).length,
      )
      .toBeGreaterThan(0)
    await sshd.stop()
  },
)

test('a call that was cancelled before it began opens nothing', async () => {
  const server = await startScripted('silent')
  await expect(
    bench.run({ target: targetOf(server) }, { signal: AbortSignal.abort() }),
  ).rejects.toMatchObject({ code: 'cancelled' })
  expect(server.accepted).toBe(0)
  await server.stop()
})
