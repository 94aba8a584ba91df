/** Requests exactly as written, which no HTTP client would send. */

import { connect } from 'node:net'

export interface RawAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

export interface RawRequest {
  readonly method?: string
  readonly target?: string
  /** In order, duplicates included. Content-Length is added for a body. */
  readonly headers: readonly (readonly [string, string])[]
  readonly body?: string
}

/** The whole answer; the connection is closed by whoever wants to. */
export async function sendRaw(port: number, request: RawRequest): Promise<RawAnswer> {
  const { method = 'GET', target = '/', headers, body = '' } = request
  const length = body === '' ? [] : [['Content-Length', String(Buffer.byteLength(body))] as const]
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...[...headers, ...length, ['Connection', 'close'] as const].map(([n, v]) => `${n}: ${v}`),
  ]
  return parse(await exchange(port, `${lines.join('\r\n')}\r\n\r\n${body}`))
}

function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')))
  })
}

function parse(text: string): RawAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [statusLine = '', ...lines] = head.split('\r\n')
  const headers = lines.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const
  })
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: new Map(headers),
    body: rest.join('\r\n\r\n'),
  }
}
