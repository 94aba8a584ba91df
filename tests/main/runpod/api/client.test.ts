/** What the client asks, and what it makes of whole answers. */

import { expect, it } from 'vitest'
import { endpointEntry, podEntry, workerEntry } from '../../../support/runpod-api/index.ts'
import { clientOf, failureOf, world } from './support.ts'

const KEYS = ['ssh-ed25519 AAAA one', '  a line that is no key at all  ']

it('reads the keys exactly as they are stored', async () => {
  const { api, server } = await world({ keys: KEYS })
  expect(await api.readAccountKeys()).toEqual(KEYS)
  expect(server.requests).toEqual([
    {
      method: 'GET',
      path: '/v2/account/ssh-keys',
      bearer: 'right',
      body: null,
      headers: {
        host: new URL(server.url).host,
        connection: 'close',
        accept: 'application/json, application/problem+json',
        'accept-encoding': 'identity',
        'user-agent': 'Keypilot/1.2.3',
      },
    },
  ])
})

it('replaces the keys with one request and returns what is stored', async () => {
  const { api, server } = await world({ keys: KEYS })
  expect(await api.replaceAccountKeys(['ssh-ed25519 AAAA two'])).toEqual(['ssh-ed25519 AAAA two'])
  expect(server.keys).toEqual(['ssh-ed25519 AAAA two'])
  expect(server.requests.map(({ method, body }) => [method, body])).toEqual([
    ['PUT', { keys: ['ssh-ed25519 AAAA two'] }],
  ])
})

it('reads a pod, and of its environment only what has to do with keys', async () => {
  const { api } = await world({
    pods: [podEntry({ env: { HF_TOKEN: 'hf_secret', PUBLIC_KEY: 'ssh-ed25519 AAAA' } })],
  })
  const { items, unreadable } = await api.readPods()
  expect(unreadable).toBe(0)
  expect(items).toEqual([
    {
      id: '7h9k2m4n6p',
      name: 'pytorch-training',
      status: 'RUNNING',
      image: 'runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404',
      ports: ['8888/http', '22/tcp'],
      keyVariables: { PUBLIC_KEY: 'ssh-ed25519 AAAA' },
      gpu: { id: 'NVIDIA GeForce RTX 4090', count: 1 },
      cpu: null,
      dataCenterId: 'US-KS-2',
      cost: 0.44,
      proxy: { user: '7h9k2m4n6p-64411eb2', host: 'ssh.runpod.io', port: 22 },
      direct: { user: 'root', host: '195.26.233.3', port: 34_446 },
      createdAt: '2026-06-01T12:00:00.000Z',
      startedAt: '2026-06-01T12:02:00.000Z',
      missing: [],
    },
  ])
})

it('takes a pod with unknown, missing and wrong fields, and says which are missing', async () => {
  const strange = {
    ...podEntry({ id: 'b', cost: 'free', later: { new: true }, ports: undefined }),
    ssh: { proxy: null, direct: { host: '-oProxyCommand=x', port: 22, username: 'root' } },
  }
  const { api } = await world({ pods: [strange, { name: 'without id' }, { id: '../x' }] })
  const { items, unreadable } = await api.readPods()
  expect(unreadable).toBe(2)
  expect(items).toMatchObject([{ id: 'b', cost: null, ports: null, proxy: null, direct: null }])
  expect(items[0]?.missing).toEqual(['ports', 'cost', 'ssh.direct'])
})

it('reads endpoints, their workers and where these run', async () => {
  const workers = [workerEntry(), workerEntry({ id: 'w2', gpuTypeId: null, startedAt: null })]
  const hosts = { h01e202zhqq90o: 'h01e202zhqq90o-64410bd8', w2: null }
  const { api, server } = await world({ endpoints: [endpointEntry({}, { workers, hosts })] })
  expect((await api.readEndpoints()).items).toEqual([
    { id: '4m7x2k9q', name: 'image-generator', minWorkers: 1, maxWorkers: 5 },
  ])
  expect((await api.readWorkers('4m7x2k9q')).items.map(({ id, status }) => [id, status])).toEqual([
    ['h01e202zhqq90o', 'RUNNING'],
    ['w2', 'RUNNING'],
  ])
  expect([...(await api.readWorkerUsers())]).toEqual([
    ['h01e202zhqq90o', 'h01e202zhqq90o-64410bd8'],
  ])
  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /v2/serverless',
    'GET /v2/serverless/4m7x2k9q/workers',
    'POST /graphql',
  ])
})

it('sends nothing without an API key', async () => {
  const { server } = await world()
  const api = clientOf(server, { apiKey: async () => null })
  expect((await failureOf(api.readPods())).code).toBe('no-api-key')
  expect(server.requests).toEqual([])
})

it.each([
  'http://runpod.invalid',
  'http://127.0.0.1.invalid',
  'https://user:word@runpod.invalid',
  'ftp://127.0.0.1',
  'nonsense',
])('sends the API key nowhere when the address is %s', async (url) => {
  const { server } = await world()
  const api = clientOf(server, { env: { KEYPILOT_RUNPOD_URL: url } })
  expect((await failureOf(api.readPods())).code).toBe('invalid-value')
})
