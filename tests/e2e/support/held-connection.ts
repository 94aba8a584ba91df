/** A door in front of a server: while it is shut, who connects hears nothing. */

import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface HeldConnection {
  readonly port: number
  /** Lets those in who wait, and everybody after them. */
  open(): void
  /** Resolves when somebody is waiting at the door. */
  shut(): Promise<void>
  stop(): Promise<void>
}

/** Open at first. */
export async function holdConnections(serverPort: number): Promise<HeldConnection> {
  const sockets = new Set<Socket>()
  const held = new Set<Socket>()
  let isOpen = true
  let announce = () => {}
  const join = (socket: Socket) => {
    const server = connect(serverPort, '127.0.0.1')
    sockets.add(server)
    server.on('error', () => socket.destroy())
    socket.pipe(server).pipe(socket)
  }
  const door = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    if (isOpen) return join(socket)
    held.add(socket)
    announce()
  })
  await new Promise<void>((done) => door.listen(0, '127.0.0.1', done))
  return {
    port: (door.address() as AddressInfo).port,
    open() {
      isOpen = true
      for (const socket of held) join(socket)
      held.clear()
    },
    shut() {
      isOpen = false
      return new Promise((done) => {
        announce = done
      })
    },
    stop() {
      for (const socket of sockets) socket.destroy()
      return new Promise((done) => door.close(() => done()))
    },
  }
}
