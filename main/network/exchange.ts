/** One HTTP request and its answer, within a time and a size. Redirects are not followed. */

import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import type { Socket } from 'node:net'
import { type ConnectOptions, connect } from './connect.ts'
import { TransportError, transportError } from './transport-error.ts'

export interface Outgoing extends Pick<ConnectOptions, 'url' | 'proxy' | 'ca'> {
  readonly method: 'GET' | 'PUT' | 'POST'
  readonly headers: { readonly [name: string]: string }
  readonly body: string | null
  /** From the beginning to the last byte of the answer. */
  readonly timeoutMs: number
  /** Default: 16 MiB. */
  readonly maxAnswerBytes?: number
  readonly signal?: AbortSignal | undefined
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** A thousand pods with long environments stay far below this. */
const MAX_ANSWER_BYTES = 16_777_216

/** @throws {TransportError} */
export async function exchange(outgoing: Outgoing): Promise<Answer> {
  const timer = AbortSignal.timeout(outgoing.timeoutMs)
  const signal = outgoing.signal ? AbortSignal.any([timer, outgoing.signal]) : timer
  let sent = false
  try {
    if (outgoing.signal?.aborted) throw new TransportError('cancelled', false)
    const socket = await connect({ ...outgoing, signal })
    sent = true
    return await talk(socket, outgoing, signal)
  } catch (error) {
    if (outgoing.signal?.aborted) throw new TransportError('cancelled', sent)
    if (timer.aborted) throw new TransportError('timeout', sent)
    throw transportError(error, sent)
  }
}

async function talk(socket: Socket, outgoing: Outgoing, signal: AbortSignal): Promise<Answer> {
  const { url, method, body } = outgoing
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const ask = request({
        method,
        path: `${url.pathname}${url.search}`,
        headers: {
          host: url.host,
          connection: 'close',
          'accept-encoding': 'identity',
          ...outgoing.headers,
          ...(body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
        },
        createConnection: () => socket,
        signal,
      })
      ask.once('response', resolve)
      ask.once('error', reject)
      ask.end(body ?? undefined)
    })
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      text: await wholeText(response, outgoing.maxAnswerBytes ?? MAX_ANSWER_BYTES),
    }
  } finally {
    socket.destroy()
  }
}

async function wholeText(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > maxBytes) throw new TransportError('too-large', true)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
