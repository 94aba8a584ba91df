/** Whatever RunPod answers, reading it ends with a value or nothing, never with an exception. */

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { refusedWaitMs, retryAfterMs, windowWaitMs } from '../../../../main/runpod/api/rate.ts'
import { readPod } from '../../../../main/runpod/api/read-pods.ts'
import {
  readEndpoint,
  readWorker,
  readWorkerUsers,
} from '../../../../main/runpod/api/read-serverless.ts'
import {
  type Entry,
  endpointEntry,
  podEntry,
  workerEntry,
} from '../../../support/runpod-api/index.ts'

const samples: readonly (readonly [string, Entry, (value: unknown) => object | null])[] = [
  ['a pod', podEntry(), readPod],
  ['an endpoint', endpointEntry().endpoint, readEndpoint],
  ['a worker', workerEntry(), readWorker],
]

it.each(samples)('%s may be anything', (_what, _sample, read) => {
  for (const value of [null, undefined, 7, 'x', [], {}, [[]], { id: null }, { id: {} }]) {
    expect(read(value)).toBeNull()
  }
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      read(value)
    }),
  )
})

it.each(samples)(
  '%s may have anything in any one field, and is read all the same',
  (_, sample, read) => {
    const fields = Object.keys(sample).filter((name) => name !== 'id')
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.jsonValue(), (name, value) => {
        expect(read({ ...sample, [name]: value })).toMatchObject({ id: sample.id })
      }),
    )
  },
)

it.each(['', '..', '-x', 'a/b', 'a b', 'a\nb', 'a'.repeat(129), '%2e'])('%j is no id', (id) => {
  expect(readPod(podEntry({ id }))).toBeNull()
})

it.each([
  { host: '-oProxyCommand=x' },
  { host: 'a b' },
  { host: 'a;b' },
  { host: '' },
  { username: '-l' },
  { username: 'a$(b)' },
  { username: 'root\nHost *' },
  { port: 0 },
  { port: 65_536 },
  { port: '22' },
])('an address with %j is none, and is named as missing', (part) => {
  const whole = { host: '195.26.233.3', port: 22, username: 'root', command: 'x' }
  const pod = readPod(podEntry({ ssh: { proxy: null, direct: { ...whole, ...part } } }))
  expect([pod?.direct, pod?.missing]).toEqual([null, ['ssh.direct']])
})

it('workers’ addresses may be anything', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      readWorkerUsers(value)
      readWorkerUsers({ data: value })
      const users = readWorkerUsers({ data: { myself: { endpoints: [{ pods: [value] }] } } })
      expect(users?.size ?? 0).toBeLessThanOrEqual(1)
    }),
  )
})

it('headers may be anything, and never ask for more than an hour', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (retryAfter, ratelimit) => {
      const headers = { 'retry-after': retryAfter, ratelimit }
      for (const ms of [
        retryAfterMs(headers, 0) ?? 0,
        windowWaitMs(headers),
        refusedWaitMs(headers, 0),
      ]) {
        expect(ms).toBeGreaterThanOrEqual(0)
        expect(ms).toBeLessThanOrEqual(3_600_000)
      }
    }),
  )
})
