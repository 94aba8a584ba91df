/** When the system's own ssh is asked, with what, and what its answer changes. */

import { afterEach, beforeEach, expect, test } from 'vitest'
import type {
  ClientStage,
  ClientStageInput,
  ClientStageResult,
} from '../../../main/connection/index.ts'
import { run } from '../../../main/system/index.ts'
import {
  freePort,
  type RunPodProxy,
  startRunPodProxy,
  startScripted,
} from '../../support/servers/index.ts'
import { type Bench, createBench, type MadeKey, stateOf, targetOf } from './support.ts'

let bench: Bench
let key: MadeKey
let proxy: RunPodProxy
beforeEach(async () => {
  bench = createBench()
  key = bench.makeKey('id_ed25519')
  proxy = await startRunPodProxy({ authorizedKeys: [key.publicLine] })
})
afterEach(() => proxy.stop())

const target = () => targetOf(proxy, 'runpod-proxy')

/** An answer that was thought up, and what it was asked with. */
function stand(answer: Partial<ClientStageResult>) {
  const asked: ClientStageInput[] = []
  const client: ClientStage = async (input) => {
    asked.push(input)
    return { state: 'ok', detail: 'ssh logs in.', cause: null, lines: [], ...answer }
  }
  return { client, asked }
}

test('asked last, isolated unless the person says otherwise', async () => {
  const { client, asked } = stand({})
  const { report, progress } = await bench.run({ target: target() }, { client })
  expect(report).toMatchObject({ verdict: 'ok', cause: null })
  expect(report.stages.at(-1)).toMatchObject({ id: 'client', state: 'ok', detail: 'ssh logs in.' })
  expect(progress.at(-1)).toMatchObject({ kind: 'stage-ended', stage: { id: 'client' } })
  expect(asked).toEqual([
    {
      target: target(),
      keyPath: key.path,
      keyOfConfig: false,
      encrypted: false,
      knownHostsFiles: [bench.knownHostsFile, `${bench.knownHostsFile}2`],
      uses: { config: false, agent: false },
      signal: expect.any(AbortSignal),
      limitMs: 20_000,
      ourVerdict: 'ok',
    },
  ])
  await bench.run({ target: target(), clientUses: { config: true, agent: true } }, { client })
  expect(asked[1]?.uses).toEqual({ config: true, agent: true })
})

test('told of a passphrase, which it is not given', async () => {
  const locked = bench.makeKey('locked', ['-N', 'correct horse'])
  const { client, asked } = stand({ state: 'skipped', detail: 'The key is locked.' })
  const second = await startRunPodProxy({ authorizedKeys: [locked.publicLine] })
  const { report } = await bench.run(
    {
      target: targetOf(second, 'runpod-proxy'),
      identityFile: locked.path,
      passphrase: 'correct horse',
    },
    { client },
  )
  await second.stop()
  expect(report.verdict).toBe('ok')
  expect(report.stages.at(-1)).toMatchObject({
    ...{ id: 'client', state: 'skipped', detail: 'The key is locked.' },
  })
  expect(asked[0]?.encrypted).toBe(true)
  expect(JSON.stringify(asked)).not.toContain('correct horse')
})

test('not asked when it is not wanted, or only the server is looked at', async () => {
  const { client, asked } = stand({})
  for (const params of [{ withClient: false }, { until: 'banner' }] as const) {
    const { report } = await bench.run({ target: target(), ...params }, { client })
    expect(report.stages.map(({ id }) => id)).not.toContain('client')
  }
  const nowhere = targetOf({ host: '127.0.0.1', port: await freePort() })
  const { report } = await bench.run({ target: nowhere }, { client })
  expect(stateOf(report, 'client')).toBe('skipped')
  expect(asked).toEqual([])
})

test('when both fail our cause stands, and the stage says what ssh said', async () => {
  const { client, asked } = stand({ state: 'failed', detail: 'ssh: Permission denied.' })
  const empty = await startRunPodProxy({ authorizedKeys: [] })
  const { report } = await bench.run({ target: targetOf(empty, 'runpod-proxy') }, { client })
  await empty.stop()
  expect(report).toMatchObject({ verdict: 'failed', cause: 'key-not-accepted' })
  expect(report.stages.at(-1)).toMatchObject({ id: 'client', detail: 'ssh: Permission denied.' })
  expect(asked[0]?.ourVerdict).toBe('failed')
})

test('when ssh gets in where the server refused us, the refusal still stands', async () => {
  const { client } = stand({})
  const empty = await startRunPodProxy({ authorizedKeys: [] })
  const { report } = await bench.run({ target: targetOf(empty, 'runpod-proxy') }, { client })
  await empty.stop()
  expect(report).toMatchObject({ verdict: 'failed', cause: 'key-not-accepted' })
  expect(stateOf(report, 'client')).toBe('ok')
})

test('a disagreement is the verdict, with the words of ssh and without what came before them', async () => {
  const lines = ['a', 'b', 'c', 'd', 'e', 'f', 'Permission denied (publickey).']
  const { client } = stand({ state: 'failed', detail: 'ssh was refused.', lines })
  const { report } = await bench.run({ target: target() }, { client })
  expect(report).toMatchObject({
    ...{ verdict: 'failed', cause: 'client-disagrees', acceptedKey: key.id },
    title: 'Keypilot gets in, but your own ssh does not',
  })
  expect(report.explanation).toContain('ssh said: “b / c / d / e / f / Permission denied')
})

test('an ssh that never ends is ended, and that is a disagreement', async () => {
  let signal: AbortSignal | null = null
  const client: ClientStage = (input) => {
    signal = input.signal
    return new Promise(() => {})
  }
  const { report } = await bench.run({ target: target() }, { client, limits: { client: 100 } })
  expect(report).toMatchObject({ cause: 'client-disagrees' })
  expect(signal).toMatchObject({ aborted: true })
})

test('cancelled while ssh runs: no process and no connection is left', async () => {
  const silent = await startScripted('silent')
  const controller = new AbortController()
  const before = process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length
  const client: ClientStage = async ({ signal }) => {
    const argv = ['ssh', '-F', 'none', '-p', String(silent.port), '--', '127.0.0.1'] as const
    await run(argv, { timeoutMs: 60_000, signal })
    return { state: 'ok', detail: 'ssh logs in.', cause: null, lines: [] }
  }
  const testing = bench.run({ target: target() }, { client, signal: controller.signal })
  await expect.poll(() => silent.accepted, { timeout: 20_000 }).toBe(1)
  controller.abort()
  await expect(testing).rejects.toMatchObject({ code: 'cancelled' })
  await silent.allClosed(20_000)
  const left = () =>
    process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length
  await expect.poll(left, { timeout: 20_000 }).toBe(before)
  await silent.stop()
})

test('what both said is in the log, safe to show', async () => {
  const lines = ['debug1: Offering public key', 'passphrase=hunter2 \u001b[31mred']
  const { client } = stand({ lines })
  const { report } = await bench.run({ target: target() }, { client })
  const log = report.log ?? []
  expect(log.some((line) => /^keypilot: .*Handshake/i.test(line))).toBe(true)
  expect(log).toContain('ssh: debug1: Offering public key')
  expect(log.at(-1)).toBe('ssh: passphrase=[removed] red')
  expect(log.length).toBeLessThanOrEqual(400)
})
