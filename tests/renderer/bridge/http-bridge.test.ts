import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { createHttpBridge, type HttpBridge } from '../../../renderer/bridge/http-bridge.ts'

interface Seen {
  readonly path: string
  readonly method: string
  readonly authorization: string | undefined
  readonly contentType: string | undefined
  readonly body: unknown
}

type Answer = (request: Seen, response: ServerResponse) => void

const open: { server?: Server; bridge?: HttpBridge } = {}

afterEach(() => {
  open.bridge?.close()
  open.server?.closeAllConnections()
  open.server?.close()
})

async function start(answer: Answer, retryDelaysMs: readonly number[] = [5, 5]) {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    const entry = await describe(request)
    seen.push(entry)
    answer(entry, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.server = server
  const onEnded = vi.fn()
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  const bridge = createHttpBridge({ origin, token: 'secret-token', onEnded, retryDelaysMs })
  open.bridge = bridge
  return { bridge, seen, onEnded }
}

async function describe(request: IncomingMessage): Promise<Seen> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  return {
    path: request.url ?? '',
    method: request.method ?? '',
    authorization: request.headers.authorization,
    contentType: request.headers['content-type'],
    body: text === '' ? null : JSON.parse(text),
  }
}

/** Keeps the event stream open and silent. */
const quiet: Answer = ({ path }, response) => {
  if (path === '/events') response.writeHead(200).flushHeaders()
}

test('a call is an authorised JSON POST, and gives the envelope', async () => {
  const { bridge, seen } = await start((request, response) => {
    quiet(request, response)
    if (request.path === '/rpc/keys.list') response.end(JSON.stringify({ ok: true, value: [] }))
  })
  expect(await bridge.call('keys.list', {}, 'call-1')).toEqual({ ok: true, value: [] })
  expect(seen.find(({ path }) => path === '/rpc/keys.list')).toEqual({
    path: '/rpc/keys.list',
    method: 'POST',
    authorization: 'Bearer secret-token',
    contentType: 'application/json',
    body: { params: {}, callId: 'call-1' },
  })
})

test('an answer that is no envelope becomes an error, and the session goes on', async () => {
  const { bridge, onEnded } = await start((request, response) => {
    quiet(request, response)
    if (request.path.startsWith('/rpc/')) response.writeHead(413).end('too large')
  })
  const result = await bridge.call('keys.list', {})
  expect(result).toMatchObject({ ok: false, error: { code: 'internal' } })
  expect(JSON.stringify(result)).toContain('413')
  expect(onEnded).not.toHaveBeenCalled()
})

test('a refused token ends the session once', async () => {
  const { bridge, onEnded } = await start((request, response) => {
    if (request.path === '/events') quiet(request, response)
    else response.writeHead(401).end()
  })
  await Promise.all([bridge.call('keys.list', {}), bridge.call('system.info', {})])
  expect(onEnded).toHaveBeenCalledTimes(1)
})

test('cancel names the call', async () => {
  const { bridge, seen } = await start((request, response) => {
    quiet(request, response)
    if (request.path === '/cancel') response.writeHead(204).end()
  })
  bridge.cancel('call-7')
  await vi.waitFor(() =>
    expect(seen.find(({ path }) => path === '/cancel')?.body).toEqual({ callId: 'call-7' }),
  )
})

test('events reach their subscribers only, and not after they left', async () => {
  let stream: ServerResponse | undefined
  const { bridge } = await start(({ path }, response) => {
    if (path !== '/events') return
    response.writeHead(200).flushHeaders()
    stream = response
  })
  const confirm = vi.fn()
  const progress = vi.fn()
  const leave = bridge.subscribe('confirm.requested', confirm)
  bridge.subscribe('progress', progress)
  await vi.waitFor(() => expect(stream).toBeDefined())
  const prompt = { title: 't', detail: 'd', action: 'a' }
  const send = (id: string) =>
    stream?.write(`${JSON.stringify({ event: 'confirm.requested', value: { id, prompt } })}\n`)
  stream?.write('{"event":"ping"}\n')
  send('1')
  await vi.waitFor(() => expect(confirm).toHaveBeenCalledWith({ id: '1', prompt }))
  leave()
  send('2')
  stream?.write('{"event":"progress","value":{"callId":"x"}}\n')
  await vi.waitFor(() => expect(progress).toHaveBeenCalledTimes(1))
  expect(confirm).toHaveBeenCalledTimes(1)
})

test('a broken event stream is opened again', async () => {
  let streams = 0
  const { onEnded } = await start(({ path }, response) => {
    if (path !== '/events') return
    streams += 1
    response.writeHead(200).flushHeaders()
    // Delivers something and breaks, more often than there are retries: each delivery starts afresh.
    if (streams < 5) response.end('{"event":"ping"}\n')
  })
  await vi.waitFor(() => expect(streams).toBe(5))
  expect(onEnded).not.toHaveBeenCalled()
})

test('a host that stays away ends the session after the last retry', async () => {
  const { onEnded } = await start(quiet)
  open.server?.closeAllConnections()
  open.server?.close()
  await vi.waitFor(() => expect(onEnded).toHaveBeenCalledTimes(1))
})
