/** The API key goes to RunPod in one header, and nowhere else. */

import { expect, it } from 'vitest'
import type { FaultKind } from '../../../support/runpod-api/index.ts'
import { failureOf, startServer, world } from './support.ts'

it.each<readonly [string, (key: string) => FaultKind]>([
  ['the detail', (key) => ({ kind: 'status', status: 500, detail: `no such key ${key}` })],
  ['the reasons', (key) => ({ kind: 'status', status: 422, errors: [`header: Bearer ${key}`] })],
  ['a page', (key) => ({ kind: 'status', status: 403, text: `<p>${key}</p>` })],
  ['broken JSON', (key) => ({ kind: 'text', text: `{"key": "${key}"` })],
])('does not repeat the API key when RunPod puts it into %s', async (_where, fault) => {
  const { api, server } = await world()
  server.setFaults([{ fault: fault(server.apiKey), times: 9 }])
  const error = await failureOf(api.readPods())
  const everything = `${error.message} ${JSON.stringify(error.details)} ${error.stack} ${String(error.cause)}`
  expect(everything).not.toContain(server.apiKey)
  expect(everything).not.toContain(server.apiKey.slice(4))
})

it.each([301, 302, 307, 308])('does not follow a redirect with status %i', async (status) => {
  const other = await startServer()
  const { api, server } = await world()
  server.setFaults([{ fault: { kind: 'redirect', to: `${other.url}/v2/pods`, status } }])
  const error = await failureOf(api.readPods())
  expect(error.code).toBe('service-error')
  expect(error.message).toContain('goes to RunPod alone')
  expect(other.requests).toEqual([])
})

it('puts it into no address', async () => {
  const { api, server } = await world({ keys: [] })
  await api.readAccountKeys()
  await api.readPods()
  await api.readWorkerUsers()
  const seen = JSON.stringify(server.requests)
  expect(server.requests.map(({ bearer }) => bearer)).toEqual(['right', 'right', 'right'])
  expect(seen).not.toContain(server.apiKey)
})
