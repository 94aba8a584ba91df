/** Sends an answer, or what a fault makes of it. */

import type { ServerResponse } from 'node:http'
import type { FaultKind } from './faults.ts'
import { type Answer, problem } from './routes.ts'

export function rateLimited(retryAfter?: number | string): Answer {
  return {
    ...problem(429, 'rate limit exceeded for the minute window'),
    headers: retryAfter === undefined ? {} : { 'retry-after': `${retryAfter}` },
  }
}

export async function respond(
  response: ServerResponse,
  fault: FaultKind | null,
  carryOut: () => Answer,
  headers: Record<string, string>,
): Promise<void> {
  const send = (sent: Answer) => write(response, sent, headers)
  switch (fault?.kind) {
    case undefined:
      return send(carryOut())
    case 'status':
      return send(statusAnswer(fault))
    case 'rate-limited':
      return send(rateLimited(fault.retryAfter))
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, fault.ms))
      return send(carryOut())
    case 'never':
      if (fault.when === 'after') carryOut()
      return
    case 'cut':
      if (fault.when === 'after') carryOut()
      return void response.destroy()
    case 'half':
      return writeHalf(response, carryOut())
    case 'text':
      return send({ ...carryOut(), status: 200, body: fault.text, type: fault.type ?? 'text/html' })
    case 'edit': {
      const whole = carryOut()
      return send({ ...whole, body: fault.edit(structuredClone(whole.body)) })
    }
    case 'redirect':
      return send({ status: fault.status ?? 307, body: '', headers: { location: fault.to } })
    case 'endless':
      return writeEndless(response)
  }
}

function statusAnswer(fault: FaultKind & { kind: 'status' }): Answer {
  const { status, detail = 'made to fail', errors, text, headers = {} } = fault
  if (text !== undefined) return { status, body: text, type: 'text/html', headers }
  return { ...problem(status, detail, errors), headers }
}

function write(response: ServerResponse, sent: Answer, headers: Record<string, string>): void {
  const isText = typeof sent.body === 'string'
  const type = sent.type ?? (isText ? 'text/plain' : 'application/json')
  response.writeHead(sent.status, { ...headers, ...sent.headers, 'content-type': type })
  response.end(isText ? (sent.body as string) : JSON.stringify(sent.body))
}

function writeHalf(response: ServerResponse, sent: Answer): void {
  const text = JSON.stringify(sent.body)
  response.writeHead(sent.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  })
  response.write(text.slice(0, text.length / 2), () => response.destroy())
}

function writeEndless(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  const more = () => {
    while (!response.destroyed && response.write(' '.repeat(65_536)));
  }
  response.on('drain', more)
  more()
}
