/** `runpod.workers`, with the real services and RunPod's local stand-in. */

import { describe, expect, it } from 'vitest'
import { endpointEntry, workerEntry } from '../../support/runpod-api/index.ts'
import { appWorld } from './world.ts'

const worker = (id: string, status: string, more: object = {}) =>
  workerEntry({ id, status, ...more })

it('lists running workers first, each with its way in through the proxy', async () => {
  const workers = [
    worker('w1', 'UNHEALTHY'),
    worker('w2', 'INITIALIZING', { gpuTypeId: null, startedAt: null }),
    worker('w3', 'IDLE', { gpuCount: 2, isStale: true }),
    worker('w4', 'RUNNING'),
    worker('w5', 'DREAMING'),
  ]
  const hosts = { w3: 'w3-64410bd8', w4: 'w4-64410bd8' }
  const { value } = await appWorld({ endpoints: [endpointEntry({}, { workers, hosts })] })
  const { endpoints, problems, askAgainInMs } = await value('runpod.workers', {})
  expect(problems).toEqual([])
  expect(askAgainInMs).toBe(10_000)
  expect(endpoints).toMatchObject([
    { id: '4m7x2k9q', name: 'image-generator', activeWorkers: 1, maxWorkers: 5, problems: [] },
  ])
  expect(endpoints[0]?.workers.map(({ id, running }) => [id, running])).toEqual([
    ['w4', true],
    ['w3', true],
    ['w2', false],
    ['w1', false],
    ['w5', false],
  ])
  expect(endpoints[0]?.workers[1]).toEqual({
    id: 'w3',
    status: 'IDLE',
    running: true,
    stale: true,
    hardware: '2 × NVIDIA GeForce RTX 4090',
    image: 'runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404',
    startedAt: '2026-06-01T12:05:00.000Z',
    proxy: {
      target: { user: 'w3-64410bd8', host: 'ssh.runpod.io', port: 22, kind: 'runpod-proxy' },
      command: 'ssh w3-64410bd8@ssh.runpod.io',
    },
    accessProblem: null,
  })
  expect(endpoints[0]?.workers[2]).toMatchObject({
    proxy: null,
    accessProblem: expect.stringContaining('does not run yet'),
  })
})

describe('an endpoint without a running worker', () => {
  it.each([
    [{ min: 0, max: 3 }, [], 'no-active-worker', /“Active workers” to 1/],
    [{ min: 0, max: 0 }, [], 'no-workers-allowed', /Max workers/],
    [{ min: 1, max: 3 }, [], 'no-worker-runs', /being started/],
    [{ min: 1, max: 3 }, [worker('w', 'THROTTLED')], 'no-worker-runs', /free machine/],
  ])('with %j is explained', async (counts, workers, code, words) => {
    const { value } = await appWorld({
      endpoints: [endpointEntry({ workers: counts }, { workers })],
    })
    const [endpoint] = (await value('runpod.workers', {})).endpoints
    expect(endpoint?.problems).toMatchObject([{ code, detail: expect.stringMatching(words) }])
  })

  it('does not ask the old API for addresses', async () => {
    const { value, server } = await appWorld({ endpoints: [endpointEntry({}, { workers: [] })] })
    await value('runpod.workers', {})
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/v2/serverless',
      '/v2/serverless/4m7x2k9q/workers',
    ])
  })
})

describe('when the old API fails', () => {
  it.each([
    ['is gone', { kind: 'status', status: 410 }],
    ['refuses', { kind: 'status', status: 403, detail: 'no' }],
    [
      'knows a field no more',
      { kind: 'status', status: 400, text: '{"errors":[{"message":"x"}]}' },
    ],
    ['answers errors with 200', { kind: 'edit', edit: () => ({ errors: [{ message: 'x' }] }) }],
    ['answers nothing', { kind: 'edit', edit: () => ({ error: {} }) }],
  ] as const)('because it %s, the workers are listed all the same', async (_what, fault) => {
    const { value } = await appWorld({
      endpoints: [endpointEntry()],
      faults: [{ fault, path: '/graphql', times: 9 }],
    })
    const { endpoints, problems } = await value('runpod.workers', {})
    expect(problems).toMatchObject([{ code: 'no-worker-addresses', severity: 'warning' }])
    expect(endpoints[0]?.workers).toMatchObject([
      { running: true, proxy: null, accessProblem: expect.stringContaining('could not be read') },
    ])
  })

  it('says so of a running worker that it does not name', async () => {
    const { value } = await appWorld({ endpoints: [endpointEntry({}, { hosts: {} })] })
    const { endpoints, problems } = await value('runpod.workers', {})
    expect(problems).toEqual([])
    expect(endpoints[0]?.workers[0]).toMatchObject({
      proxy: null,
      accessProblem: expect.stringContaining('does not tell where this worker runs'),
    })
  })

  it('takes no address that is none', async () => {
    const hosts = { h01e202zhqq90o: '-oProxyCommand=evil' }
    const { value } = await appWorld({ endpoints: [endpointEntry({}, { hosts })] })
    expect((await value('runpod.workers', {})).endpoints[0]?.workers[0]?.proxy).toBeNull()
  })
})

it('tells beside its endpoint that workers could not be read, and lists the others', async () => {
  const { value } = await appWorld({
    endpoints: [endpointEntry(), endpointEntry({ id: 'other', name: 'second' })],
    faults: [
      {
        fault: { kind: 'status', status: 404 },
        path: '/v2/serverless/4m7x2k9q/workers',
      },
    ],
  })
  const { endpoints } = await value('runpod.workers', {})
  expect(endpoints.map(({ problems, workers }) => [problems[0]?.code, workers.length])).toEqual([
    ['workers-unreadable', 0],
    [undefined, 1],
  ])
})

it('asks about no more endpoints than RunPod lets it, and says so', async () => {
  const endpoints = Array.from({ length: 33 }, (_, index) => endpointEntry({ id: `e${index}` }))
  const { value, server } = await appWorld({
    endpoints,
    quota: { perMinute: 600, enforce: false },
  })
  const answer = await value('runpod.workers', {})
  expect(answer.endpoints).toHaveLength(30)
  expect(answer.problems).toMatchObject([
    { code: 'incomplete-list', detail: expect.stringContaining('3 entries') },
  ])
  expect(server.requests).toHaveLength(32)
})

it.each([
  ['unauthorized', 401],
  ['service-error', 500],
] as const)('fails as a whole with %s when the endpoints cannot be read', async (code, status) => {
  const { error } = await appWorld({
    faults: [{ fault: { kind: 'status', status }, path: '/v2/serverless', times: 9 }],
  })
  expect((await error('runpod.workers', {})).code).toBe(code)
})
