/** The open event streams of the session: one JSON object per line, with a ping to keep them alive. */

import type { ServerResponse } from 'node:http'
import type { EventName, Events } from '../../main/contract/methods.ts'
import { ANSWER_HEADERS } from './headers.ts'

const PING_INTERVAL_MS = 15_000
/** A page that stopped reading is cut off before its unread events fill the memory. */
const MAX_UNREAD_BYTES = 1_048_576

export interface EventStreams {
  open(response: ServerResponse): void
  send<E extends EventName>(event: E, value: Events[E]): void
  count(): number
  endAll(): void
}

export function createEventStreams(onCountChanged: (count: number) => void): EventStreams {
  const streams = new Set<ServerResponse>()
  const write = (line: object) => {
    for (const stream of streams) {
      // Ended, but not read to its end yet: to write after that would be an error that nobody handles.
      if (stream.writableEnded) continue
      if (stream.writableLength > MAX_UNREAD_BYTES) stream.destroy()
      else stream.write(`${JSON.stringify(line)}\n`)
    }
  }
  const pings = setInterval(() => write({ event: 'ping' }), PING_INTERVAL_MS)
  pings.unref()
  return {
    open(response) {
      response.writeHead(200, { ...ANSWER_HEADERS, 'Content-Type': 'application/x-ndjson' })
      streams.add(response)
      response.on('close', () => {
        streams.delete(response)
        onCountChanged(streams.size)
      })
      onCountChanged(streams.size)
      // Sends the headers too, so that the page knows the stream is open.
      response.write(`${JSON.stringify({ event: 'ping' })}\n`)
    },
    send: (event, value) => write({ event, value }),
    count: () => streams.size,
    endAll() {
      for (const stream of streams) stream.end()
    },
  }
}
