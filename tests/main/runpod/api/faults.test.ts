/** Everything that can go wrong between Keypilot and RunPod. */

import { describe, expect, it } from 'vitest'
import type { RunpodApi } from '../../../../main/runpod/index.ts'
import type { Fault, FaultKind } from '../../../support/runpod-api/index.ts'
import { clientOf, failureOf, startServer, world } from './support.ts'

const always = (fault: FaultKind): readonly Fault[] => [{ fault, times: 100 }]
const status = (code: number, more: object = {}): FaultKind => ({
  kind: 'status',
  status: code,
  ...more,
})
const read = (api: RunpodApi) => api.readAccountKeys()
const write = (api: RunpodApi) => api.replaceAccountKeys(['ssh-ed25519 AAAA new'])

/** [what happens, code, words of the message, requests that a read makes] */
const READS: readonly (readonly [string, FaultKind, string, RegExp, number])[] = [
  ['401', status(401), 'unauthorized', /does not accept the API key/, 1],
  ['403', status(403, { detail: 'access denied' }), 'forbidden', /restricted or read-only/, 1],
  [
    '403 of Cloudflare',
    status(403, { text: 'error code: 1010' }),
    'service-error',
    /Cloudflare/,
    1,
  ],
  ['403 of a proxy', status(403, { text: '<h1>Blocked</h1>' }), 'service-error', /firewall/, 1],
  ['404', status(404), 'not-found', /deleted/, 1],
  ['410', status(410), 'unsupported', /Update Keypilot/, 1],
  [
    '422 with reasons',
    status(422, { errors: ['keys[0]: bad', 'mode: unknown'] }),
    'invalid-value',
    /keys\[0\]: bad; mode: unknown/,
    1,
  ],
  ['500', status(500, { detail: 'on fire.' }), 'service-error', /error 500.*“on fire”/, 3],
  ['502 of a gateway', status(502, { text: '<html>' }), 'service-error', /error 502/, 3],
  ['a status nobody knows', status(599), 'service-error', /error 599/, 1],
  ['no answer', { kind: 'never', when: 'before' }, 'timeout', /did not answer in time/, 3],
  ['a cut connection', { kind: 'cut', when: 'before' }, 'service-error', /ended the connection/, 3],
  ['half an answer', { kind: 'half' }, 'service-error', /ended the connection/, 3],
  ['broken JSON', { kind: 'text', text: '{"keys":[' }, 'service-error', /damaged/, 1],
  ['a login page', { kind: 'text', text: '<html>' }, 'service-error', /not one of RunPod’s/, 1],
  ['an empty answer', { kind: 'text', text: '' }, 'service-error', /damaged/, 1],
  ['no list', { kind: 'edit', edit: () => ({}) }, 'service-error', /lacks the list/, 1],
  ['null', { kind: 'edit', edit: () => null }, 'service-error', /lacks the list/, 1],
  ['a number as key', { kind: 'edit', edit: () => ({ keys: [1] }) }, 'service-error', /lacks/, 1],
  ['an endless answer', { kind: 'endless' }, 'service-error', /larger than any/, 1],
]

it.each(READS)('explains a read that ends with %s', async (_what, fault, code, words, requests) => {
  const { api, server } = await world(
    { faults: always(fault) },
    { limits: { attemptMs: fault.kind === 'never' ? 100 : 4_000 } },
  )
  const error = await failureOf(read(api))
  expect(error.message).toMatch(words)
  expect(error.code).toBe(code)
  expect(server.requests).toHaveLength(requests)
})

it.each<readonly [string, FaultKind]>([
  ['500', status(500)],
  ['503 with a short pause', status(503, { headers: { 'retry-after': '0' } })],
  ['a cut connection', { kind: 'cut', when: 'after' }],
  ['429 with a short pause', { kind: 'rate-limited', retryAfter: 0 }],
])('reads again after %s', async (_what, fault) => {
  const { api, server } = await world({ keys: ['a'], faults: [{ fault }] })
  expect(await read(api)).toEqual(['a'])
  expect(server.requests).toHaveLength(2)
})

it('waits for a slow answer', async () => {
  const { api } = await world({ keys: ['a'], faults: [{ fault: { kind: 'slow', ms: 300 } }] })
  expect(await read(api)).toEqual(['a'])
})

describe('a write', () => {
  it.each<readonly [string, FaultKind, boolean]>([
    ['no answer before it took effect', { kind: 'never', when: 'before' }, false],
    ['no answer after it took effect', { kind: 'never', when: 'after' }, true],
    ['a cut before it took effect', { kind: 'cut', when: 'before' }, false],
    ['a cut after it took effect', { kind: 'cut', when: 'after' }, true],
    ['half an answer', { kind: 'half' }, true],
    ['broken JSON', { kind: 'text', text: 'ok' }, true],
    ['an answer without the keys', { kind: 'edit', edit: () => ({}) }, true],
    ['500', status(500), false],
    ['504', status(504, { text: 'gateway' }), false],
  ])('has an unknown outcome after %s, and is not sent again', async (_what, fault, took) => {
    const { api, server } = await world(
      { keys: ['old'], faults: always(fault) },
      { limits: { attemptMs: fault.kind === 'never' ? 200 : 4_000 } },
    )
    const error = await failureOf(write(api))
    expect(error.code).toBe('outcome-unknown')
    expect(server.requests).toHaveLength(1)
    expect(server.keys).toEqual(took ? ['ssh-ed25519 AAAA new'] : ['old'])
  })

  it.each<readonly [string, FaultKind]>([
    ['unauthorized', status(401)],
    ['forbidden', status(403)],
    ['invalid-value', status(422)],
    ['rate-limited', { kind: 'rate-limited', retryAfter: 1 }],
  ])('is known not to have happened after %s', async (code, fault) => {
    const { api, server } = await world({ keys: ['old'], faults: always(fault) })
    expect((await failureOf(write(api))).code).toBe(code)
    expect(server.requests).toHaveLength(1)
  })

  it('is known not to have happened when nobody answers the connection', async () => {
    const server = await startServer()
    await server.stop()
    expect((await failureOf(write(clientOf(server)))).code).toBe('offline')
  })
})

describe('a pause', () => {
  it('is told instead of waited for when it is long, and kept', async () => {
    const { api, server } = await world({
      faults: [{ fault: { kind: 'rate-limited', retryAfter: 40 } }],
    })
    const error = await failureOf(read(api))
    expect([error.code, error.details]).toEqual(['rate-limited', { retryAfterMs: 40_000 }])
    expect(error.message).toContain('40 seconds')
    expect((await failureOf(write(api))).code).toBe('rate-limited')
    expect(server.requests).toHaveLength(1)
  })

  it('is taken from the rate header where RunPod names none', async () => {
    const { api } = await world({
      faults: [{ fault: { kind: 'rate-limited' } }],
      quota: { perMinute: 1, enforce: false },
    })
    expect((await failureOf(read(api))).details).toEqual({ retryAfterMs: 12_000 })
  })

  it('begins before RunPod has to refuse, when nothing is left', async () => {
    const { api, server } = await world({ keys: ['a'], quota: { perMinute: 1, enforce: true } })
    expect(await read(api)).toEqual(['a'])
    expect((await failureOf(read(api))).code).toBe('rate-limited')
    expect(server.requests).toHaveLength(1)
  })

  it('is not shortened by another answer that asks for less', async () => {
    const limited = (retryAfter: number): Fault => ({
      fault: { kind: 'rate-limited', retryAfter },
      path: retryAfter === 40 ? '/v2/pods' : '/v2/account/ssh-keys',
    })
    const { api } = await world({ faults: [limited(40), limited(20)] })
    await Promise.all([failureOf(api.readPods()), failureOf(read(api))])
    const details = (await failureOf(read(api))).details as { retryAfterMs: number }
    expect(details.retryAfterMs).toBeGreaterThan(20_000)
  })

  it('does not outlive the API key it was asked of', async () => {
    const server = await startServer({
      faults: [{ fault: { kind: 'rate-limited', retryAfter: 40 } }],
    })
    let apiKey = 'rpa_other'
    const api = clientOf(server, { apiKey: async () => apiKey })
    await failureOf(read(api))
    apiKey = server.apiKey
    expect(await read(api)).toEqual([])
  })

  it.each([
    ['a date', new Date(Date.now() + 600_000).toUTCString(), 590_000, 600_000],
    ['nonsense', 'soon', 12_000, 45_012_000],
    ['ten years', '315360000', 3_600_000, 3_600_000],
  ])('may be %s', async (_what, retryAfter, least, most) => {
    const { api } = await world({ faults: always({ kind: 'rate-limited', retryAfter }) })
    const details = (await failureOf(read(api))).details as { retryAfterMs: number }
    expect(details.retryAfterMs).toBeGreaterThanOrEqual(Math.min(least, most))
    expect(details.retryAfterMs).toBeLessThanOrEqual(most)
  })
})

it('ends at once when it is cancelled', async () => {
  const { api, server } = await world({ faults: always({ kind: 'never', when: 'before' }) })
  const stop = new AbortController()
  server.setOnRequest(() => stop.abort())
  expect((await failureOf(api.readPods(stop.signal))).code).toBe('cancelled')
  expect(server.requests).toHaveLength(1)
})

it('does not claim that a write was stopped once it was sent', async () => {
  const { api, server } = await world({ faults: always({ kind: 'never', when: 'after' }) })
  const stop = new AbortController()
  server.setOnRequest(() => stop.abort())
  const error = await failureOf(api.replaceAccountKeys([], stop.signal))
  expect(error.code).toBe('outcome-unknown')
})
