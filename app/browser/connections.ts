/** Holds the number of open connections down, and ends those that are no use. */

import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/**
 * Beyond the limit, a connection that waits for its next request makes room for the new one: a
 * browser keeps up to six of them, and six more for requests without cookies. Where all are at work,
 * the new one is closed.
 */
export function limitConnections(server: Server, limit: number): void {
  /** In the order of arrival, with the number of requests in work; null before the first one. */
  const open = new Map<Socket, number | null>()
  server.on('connection', (socket: Socket) => {
    open.set(socket, null)
    socket.on('close', () => open.delete(socket))
    if (open.size <= limit) return
    const waiting = [...open].find(([, inWork]) => inWork === 0)?.[0]
    const closed = waiting ?? socket
    // Closing takes a moment; it must not count any more for the next arrival.
    open.delete(closed)
    closed.destroy()
  })
  server.on('request', ({ socket }, response) => {
    open.set(socket, (open.get(socket) ?? 0) + 1)
    response.on('close', () => {
      if (open.has(socket)) open.set(socket, (open.get(socket) ?? 1) - 1)
    })
  })
}

/**
 * Answers on a connection that Node has given out of its hands, and closes it without waiting for
 * the other side: that may never close its end, and would keep one of the few places.
 */
export function hangUp(socket: Duplex, status: string): void {
  // The other side may have gone already, and no one else listens for that here.
  socket.on('error', () => {})
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy())
}

/**
 * For what is no request. Browsers connect ahead of need: a connection on which nothing was said is closed
 * without a word, which a request that is sent at that moment would take for its own answer.
 */
export function turnAway(socket: Duplex): void {
  const isSilent = 'bytesRead' in socket && socket.bytesRead === 0
  if (isSilent) socket.destroy()
  else hangUp(socket, '400 Bad Request')
}
