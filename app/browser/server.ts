/**
 * The interface on 127.0.0.1, for machines without a display or without Electron's runtime. Every
 * request passes the guard first; `dispatch` is the same as behind every other host.
 */

import { randomUUID } from 'node:crypto'
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Dispatch } from '../../main/contract/dispatch.ts'
import type { Log } from '../../main/storage/index.ts'
import { type Calls, createCalls } from '../calls.ts'
import { type InterfaceFiles, readInterfaceFile } from '../interface-files.ts'
import { type Body, callBodyLimit, readJson, SMALL_BODY_BYTES } from './body.ts'
import type { Confirms } from './confirms.ts'
import { hangUp, limitConnections, turnAway } from './connections.ts'
import type { EventStreams } from './event-streams.ts'
import { judgeRequest, originOf, type Verdict } from './guard.ts'
import { ANSWER_HEADERS } from './headers.ts'
import type { Session } from './session.ts'

export interface ServerParts {
  readonly dispatch: Dispatch
  readonly files: InterfaceFiles
  readonly log: Log
  readonly session: Session
  readonly streams: EventStreams
  readonly confirms: Confirms
  /** Called for every request that carries the session's token. */
  onAuthorised(): void
}

export interface RunningServer {
  readonly port: number
  close(): Promise<void>
}

/** Never widened: there is no option for another address. */
const ADDRESS = '127.0.0.1'
const MAX_CONNECTIONS = 8
const HEADERS_LIMIT_MS = 5_000
const REQUEST_LIMIT_MS = 15_000
const KEEP_ALIVE_MS = 5_000
/** Room for the cookies of other servers on 127.0.0.1, which browsers send along: they ignore ports. */
const MAX_HEADER_BYTES = 16_384
/** A hostile page may send requests without end; the log must not grow with them. */
const MAX_WARNINGS = 500

export async function startServer(parts: ServerParts): Promise<RunningServer> {
  const calls = createCalls(parts.dispatch, 'browser', {
    confirm: (prompt, signal) => parts.confirms.ask(prompt, signal),
    progress: (event) => parts.streams.send('progress', event),
  })
  const server = createHttpServer({
    headersTimeout: HEADERS_LIMIT_MS,
    requestTimeout: REQUEST_LIMIT_MS,
    connectionsCheckingInterval: HEADERS_LIMIT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
    // The guard says and logs that itself.
    requireHostHeader: false,
  })
  limitConnections(server, MAX_CONNECTIONS)
  await listen(server)
  const { port } = server.address() as AddressInfo
  const warn = limitWarnings(parts.log)
  const context: Context = { ...parts, calls, port, refuse: refuser(warn) }
  server.on('request', (request, response) => {
    answer(request, response, context).catch((error: Error) => {
      // The browser went away in the middle of its request, or a file of ours cannot be read.
      warn('http-broken-off', { reason: error.message })
      response.destroy()
    })
  })
  server.on('upgrade', (request, socket) => {
    context.refuse(request, null, 403, 'no upgrades')
    hangUp(socket, '403 Forbidden')
  })
  server.on('clientError', (_error, socket) => turnAway(socket))
  return { port, close: () => close(server, calls, parts.streams) }
}

type Refuse = (
  request: IncomingMessage,
  response: ServerResponse | null,
  status: number,
  reason: string,
) => void

interface Context extends ServerParts {
  readonly calls: Calls
  readonly port: number
  readonly refuse: Refuse
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  context: Context,
): Promise<void> {
  const verdict = judge(request, context)
  switch (verdict.kind) {
    case 'refuse':
      return context.refuse(request, response, verdict.status, verdict.reason)
    case 'redirect':
      response.writeHead(307, { ...ANSWER_HEADERS, Location: verdict.location }).end()
      return
    case 'file':
      return sendFile(request, response, verdict.path, context)
    default:
      return answerPost(request, response, verdict, context)
  }
}

function judge({ method = '', url = '', rawHeaders }: IncomingMessage, context: Context): Verdict {
  return judgeRequest(
    { method, target: url, rawHeaders },
    { port: context.port, ...context.session },
  )
}

async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  { files, refuse }: Context,
): Promise<void> {
  const file = files.get(path)
  if (file === undefined) return refuse(request, response, 404, 'no such file')
  const content = await readInterfaceFile(file)
  response.writeHead(200, { ...ANSWER_HEADERS, 'Content-Type': file.type }).end(content)
}

type PostVerdict = Exclude<Verdict, { kind: 'refuse' | 'redirect' | 'file' }>

async function answerPost(
  request: IncomingMessage,
  response: ServerResponse,
  verdict: PostVerdict,
  context: Context,
): Promise<void> {
  if (verdict.kind !== 'session') context.onAuthorised()
  const limit = verdict.kind === 'rpc' ? callBodyLimit(verdict.method) : SMALL_BODY_BYTES
  const body: Body = await readJson(request, limit)
  if (!body.ok) return context.refuse(request, response, body.status, body.reason)
  // The session may have ended while the body was on its way.
  const now = judge(request, context)
  if (now.kind === 'refuse') return context.refuse(request, response, now.status, now.reason)
  switch (verdict.kind) {
    case 'session':
      return startSession(request, response, body.value, context)
    case 'cancel':
      context.calls.cancel(body.value.callId)
      response.writeHead(204, ANSWER_HEADERS).end()
      return
    case 'events':
      return context.streams.open(response)
    case 'rpc':
      return answerCall(response, verdict.method, body.value, context)
  }
}

function startSession(
  request: IncomingMessage,
  response: ServerResponse,
  { code }: Readonly<Record<string, unknown>>,
  { session, calls, streams, refuse }: Context,
): void {
  const token = typeof code === 'string' ? session.redeem(code) : null
  if (token === null) {
    refuse(request, response, 401, 'this one-time code does not work')
    return
  }
  // The page of the session before has lost its token with that, and may not listen in on this one.
  calls.cancelAll()
  streams.endAll()
  sendJson(response, { token })
}

async function answerCall(
  response: ServerResponse,
  method: string,
  { params, callId = randomUUID() }: Readonly<Record<string, unknown>>,
  { calls }: Context,
): Promise<void> {
  const result = calls.call(method, params, callId)
  response.on('close', () => {
    if (!response.writableEnded) calls.cancel(callId)
  })
  sendJson(response, await result)
}

function sendJson(response: ServerResponse, value: object): void {
  response
    .writeHead(200, { ...ANSWER_HEADERS, 'Content-Type': 'application/json' })
    .end(JSON.stringify(value))
}

type Warn = Log['warn']

function limitWarnings(log: Log): Warn {
  let count = 0
  return (event, fields) => {
    count += 1
    if (count <= MAX_WARNINGS) log.warn(event, fields)
  }
}

/** Says why, and writes it down; what was sent is repeated in neither. */
function refuser(warn: Warn): Refuse {
  return ({ method = '' }, response, status, reason) => {
    warn('http-refused', { method, status, reason })
    response
      ?.writeHead(status, {
        ...ANSWER_HEADERS,
        'Content-Type': 'application/json',
        Connection: 'close',
      })
      .end(JSON.stringify({ error: reason }))
  }
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, ADDRESS, () => resolve())
  })
}

function close(server: Server, calls: Calls, streams: EventStreams): Promise<void> {
  calls.cancelAll()
  streams.endAll()
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

/** The address to open, with the one-time code where only the page can read it. */
export function launchUrl(port: number, code: string): string {
  return `${originOf(port)}/#c=${code}`
}
