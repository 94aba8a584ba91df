/** Every socket of a test, so that none outlives it. */

import { connect, type NetConnectOpts, Socket } from 'node:net'

export interface Sockets {
  /**
   * A new TCP connection; once all were destroyed, one that is closed already. Errors reach whoever
   * listens, and never crash the process.
   */
  open(address: string, port: number): Socket
  /** The same to a socket file or named pipe. */
  openPath(path: string): Socket
  /** For good: a stage that is still being torn down cannot open another. */
  destroyAll(): void
}

export function createSockets(): Sockets {
  const sockets = new Set<Socket>()
  let isOver = false
  const start = (options: NetConnectOpts): Socket => {
    if (isOver) return new Socket().destroy()
    const socket = connect(options)
    sockets.add(socket)
    // Late errors, after everyone has stopped listening, are no news.
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    return socket
  }
  return {
    open: (host, port) => start({ host, port, noDelay: true }),
    openPath: (path) => start({ path }),
    destroyAll() {
      isOver = true
      for (const socket of sockets) socket.destroy()
    },
  }
}
