/** The local server against RunPod's own specification, so that tests do not prove a dream. */

import { beforeAll, describe, expect, it } from 'vitest'
import {
  endpointEntry,
  podEntry,
  type RunpodApiServer,
  readSpecification,
  type Specification,
  whyNoSpecification,
  workerEntry,
} from '../../../support/runpod-api/index.ts'
import { startServer } from './support.ts'

const KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILXGDN/SclOozk1xsDztpmhGiKkkrfQB9SKoO8dSIQQZ me@example.com'

async function ask(server: RunpodApiServer, path: string, init: RequestInit = {}) {
  const response = await fetch(`${server.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${server.apiKey}`, 'user-agent': 'Test/1', ...init.headers },
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: () => JSON.parse(text) as unknown,
  }
}

const post = (body: unknown): RequestInit => ({ method: 'POST', body: JSON.stringify(body) })
const put = (body: unknown): RequestInit => ({ method: 'PUT', body: JSON.stringify(body) })

const missing = whyNoSpecification()

describe.skipIf(missing !== null)(missing ?? 'by the specification', () => {
  let specification: Specification
  beforeAll(() => {
    specification = readSpecification()
  })

  it('finds faults at all', () => {
    expect(specification.faults('SshKeys', { keys: [1] })).toEqual([
      'SshKeys.keys[0]: is not string',
    ])
    expect(specification.faults('Pod', {})).toContain('Pod: lacks ssh')
  })

  it('answers every read as it says', async () => {
    const server = await startServer({
      keys: [KEY],
      pods: [podEntry(), podEntry({ id: 'b', status: 'STARTING', runtime: null, startedAt: null })],
      endpoints: [endpointEntry({}, { workers: [workerEntry(), workerEntry({ id: 'w2' })] })],
    })
    const reads = [
      ['/v2/account/ssh-keys', 'SshKeys'],
      ['/v2/pods', 'ListPodsResponse'],
      ['/v2/pods/b', 'Pod'],
      ['/v2/serverless', 'ListEndpointsResponse'],
      ['/v2/serverless/4m7x2k9q/workers', 'ListEndpointWorkersResponse'],
    ] as const
    for (const [path, schema] of reads) {
      const answer = await ask(server, path)
      expect([path, specification.faults(schema, answer.json())]).toEqual([path, []])
    }
  })

  it('answers what it creates and what it refuses as it says', async () => {
    const server = await startServer({ keys: [KEY] })
    const image = 'runpod/base:1'
    const pod = await ask(
      server,
      '/v2/pods',
      post({ name: 'a', image, gpu: { id: 'NVIDIA L4' }, ports: ['22/tcp'], startSsh: true }),
    )
    expect(pod.status).toBe(201)
    expect(specification.faults('Pod', pod.json())).toEqual([])
    expect(pod.json()).toMatchObject({ status: 'PROVISIONING', env: { PUBLIC_KEY: KEY } })
    const template = await ask(server, '/v2/templates', post({ name: 'a', image }))
    expect(template.status).toBe(201)
    expect(specification.faults('Template', template.json())).toEqual([])
    const refused = await ask(server, '/v2/pods', post({ name: 'a', image, sshKeys: [] }))
    expect(refused.status).toBe(422)
    expect(specification.faults('ErrorResponse', refused.json())).toEqual([])
  })
})

it('replaces the whole set of keys and gives it back', async () => {
  const server = await startServer({ keys: [KEY] })
  const other = KEY.replace('me@', 'you@')
  const answer = await ask(server, '/v2/account/ssh-keys', put({ keys: [other] }))
  expect([answer.status, answer.json()]).toEqual([200, { keys: [other] }])
  expect(server.keys).toEqual([other])
})

it.each([
  ['a property it does not know', { keys: [], mode: 'append' }],
  ['a key with options', { keys: [`command="x" ${KEY}`] }],
  ['a fingerprint', { keys: ['SHA256:abc'] }],
  ['two keys in one entry', { keys: [`${KEY}\n${KEY}`] }],
  ['no list', {}],
  ['more than 65,000 characters', { keys: Array.from({ length: 700 }, (_, i) => `${KEY}${i}`) }],
])('refuses %s and keeps the set', async (_what, body) => {
  const server = await startServer({ keys: [KEY] })
  const answer = await ask(server, '/v2/account/ssh-keys', put(body))
  expect(answer.status).toBe(422)
  expect(answer.json()).toMatchObject({ detail: 'Request validation failed.' })
  expect(server.keys).toEqual([KEY])
})

it('refuses requests as RunPod and Cloudflare do', async () => {
  const server = await startServer()
  const wrong = await ask(server, '/v2/pods', { headers: { authorization: 'Bearer no' } })
  expect([wrong.status, wrong.headers.get('content-type')]).toEqual([
    401,
    'application/problem+json',
  ])
  const turnedAway = await ask(server, '/v2/pods', { headers: { 'user-agent': 'Python-urllib/3' } })
  expect([turnedAway.status, turnedAway.text]).toEqual([403, 'error code: 1010'])
  expect((await ask(server, '/v2/nothing')).status).toBe(404)
  expect((await ask(server, '/v2/pods', { method: 'DELETE' })).status).toBe(405)
  expect(server.requests.map(({ bearer }) => bearer)).toEqual(['wrong', 'right', 'right', 'right'])
})

it('tells the rate, and refuses beyond it when asked to', async () => {
  const server = await startServer({ quota: { perMinute: 1, enforce: true } })
  const first = await ask(server, '/v2/pods')
  expect(first.headers.get('ratelimit')).toContain('"minute";r=0;t=12')
  expect(first.headers.get('ratelimit-policy')).toContain('"minute";q=1;w=60')
  const second = await ask(server, '/v2/pods')
  expect([second.status, second.headers.get('retry-after')]).toEqual([429, '12'])
})

it('names the machines of workers to the one query, and no other field', async () => {
  const server = await startServer({ endpoints: [endpointEntry()] })
  const query = '{ myself { endpoints { id pods { id machine { podHostId } } } } }'
  const answer = await ask(server, '/graphql', post({ query }))
  expect(answer.json()).toEqual({
    data: {
      myself: {
        endpoints: [
          {
            id: '4m7x2k9q',
            pods: [{ id: 'h01e202zhqq90o', machine: { podHostId: 'h01e202zhqq90o-64410bd8' } }],
          },
        ],
      },
    },
  })
  const other = await ask(server, '/graphql', post({ query: '{ myself { email } }' }))
  expect([other.status, other.text]).toEqual([
    400,
    '{"errors":[{"message":"Cannot query field \\"email\\" on type \\"User\\"."}]}',
  ])
})
