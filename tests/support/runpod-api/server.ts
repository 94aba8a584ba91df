/** RunPod's API v2 on 127.0.0.1: paths, checks, errors and rate headers as its specification has them. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { markForeign, recordSecret } from '../traffic/record.ts'
import { createFaults, type Fault, type Faults } from './faults.ts'
import { rateLimited, respond } from './respond.ts'
import { type Answer, answer, problem, type State } from './routes.ts'
import type { EndpointEntry, Entry } from './samples.ts'

export interface RecordedRequest {
  readonly method: string
  /** As it was sent, with its query. */
  readonly path: string
  /** Without `authorization`; what that held is told by `bearer`. */
  readonly headers: { readonly [name: string]: string }
  readonly bearer: 'right' | 'wrong' | 'missing'
  /** Parsed JSON; the text where it is none; null when there was no body. */
  readonly body: unknown
}

export interface RunpodApiOptions {
  readonly apiKey?: string
  readonly keys?: readonly string[]
  readonly pods?: readonly Entry[]
  readonly endpoints?: readonly EndpointEntry[]
  readonly faults?: readonly Fault[]
  /** Requests a minute; default 60, as RunPod's example has it. Only told, unless `enforce`. */
  readonly quota?: { readonly perMinute: number; readonly enforce: boolean }
  /** Runs before a request is carried out: another writer can slip in here. */
  readonly onRequest?: (request: RecordedRequest, server: RunpodApiServer) => void | Promise<void>
}

export interface RunpodApiServer {
  /** For `KEYPILOT_RUNPOD_URL`. */
  readonly url: string
  readonly apiKey: string
  /** The account's keys as they are now. */
  readonly keys: readonly string[]
  readonly pods: readonly Entry[]
  /** Every request that came, oldest first. */
  readonly requests: readonly RecordedRequest[]
  setKeys(keys: readonly string[]): void
  setPods(pods: readonly Entry[]): void
  setEndpoints(endpoints: readonly EndpointEntry[]): void
  /** Replaces those that are still waiting. */
  setFaults(faults: readonly Fault[]): void
  addFault(fault: Fault): void
  setOnRequest(onRequest: RunpodApiOptions['onRequest']): void
  forgetRequests(): void
  stop(): Promise<void>
}

/** Has the form of a real one and is none. */
const API_KEY = 'rpa_KEYPILOTTESTCANARY0123456789ABCDEFGHIJ'
/** What Cloudflare turns away, in front of RunPod's own servers. */
const TURNED_AWAY = /^(?:$|python-urllib|node\b|undici\b)/i

export async function startRunpodApi(options: RunpodApiOptions = {}): Promise<RunpodApiServer> {
  const { apiKey = API_KEY, quota = { perMinute: 60, enforce: false } } = options
  const state: State = {
    keys: options.keys ?? [],
    pods: options.pods ?? [],
    endpoints: options.endpoints ?? [],
  }
  const faults = createFaults(options.faults ?? [])
  const requests: RecordedRequest[] = []
  let onRequest = options.onRequest
  recordSecret(apiKey)
  const server = createServer((request, response) => {
    markForeign(response)
    void serve(request, response).catch(() => response.destroy())
  })
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const recorded = await record(request, apiKey)
    requests.push(recorded)
    await onRequest?.(recorded, api)
    const left = quota.perMinute - requests.length
    const path = pathOf(recorded)
    const carryOut = (): Answer =>
      refusal(recorded, quota.enforce && left < 0) ??
      answer(state, recorded.method, path, recorded.body)
    const headers = recorded.bearer === 'right' ? rateHeaders(quota.perMinute, left) : {}
    await respond(response, faults.take(recorded.method, path), carryOut, headers)
  }
  const stop = stopping(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const api: RunpodApiServer = Object.assign(controlsOf(state, faults, requests), {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiKey,
    stop,
    setOnRequest(next: RunpodApiOptions['onRequest']) {
      onRequest = next
    },
  })
  return api
}

/** What tests see and change while the server runs. */
function controlsOf(state: State, faults: Faults, requests: RecordedRequest[]) {
  return {
    requests,
    get keys() {
      return state.keys
    },
    get pods() {
      return state.pods
    },
    setKeys(keys: readonly string[]) {
      state.keys = keys
    },
    setPods(pods: readonly Entry[]) {
      state.pods = pods
    },
    setEndpoints(endpoints: readonly EndpointEntry[]) {
      state.endpoints = endpoints
    },
    setFaults: faults.set,
    addFault: faults.add,
    forgetRequests: () => void requests.splice(0),
  }
}

function stopping(server: Server): () => Promise<void> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
  })
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
}

async function record(request: IncomingMessage, apiKey: string): Promise<RecordedRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  const { authorization, ...headers } = request.headers
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, `${value}`])),
    bearer:
      authorization === undefined
        ? 'missing'
        : authorization === `Bearer ${apiKey}`
          ? 'right'
          : 'wrong',
    body: text === '' ? null : jsonOrText(text),
  }
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function pathOf({ path }: RecordedRequest): string {
  return path.split('?')[0] ?? ''
}

function refusal({ headers, bearer }: RecordedRequest, isOverQuota: boolean): Answer | null {
  if (TURNED_AWAY.test(headers['user-agent'] ?? '')) {
    return { status: 403, body: 'error code: 1010', type: 'text/plain; charset=UTF-8' }
  }
  if (bearer === 'missing') return problem(401, 'missing bearer token')
  if (bearer === 'wrong') return problem(401, 'invalid bearer token')
  return isOverQuota ? rateLimited(12) : null
}

function rateHeaders(perMinute: number, left: number): Record<string, string> {
  const minute = Math.max(0, left)
  return {
    ratelimit: `"minute";r=${minute};t=12, "hour";r=2800;t=1812, "day";r=49500;t=45012`,
    'ratelimit-policy': `"minute";q=${perMinute};w=60, "hour";q=3000;w=3600, "day";q=50000;w=86400`,
  }
}
