/** A relay in front of a server, which adds, delays, damages or cuts what the server sends. */

import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface RelayOptions {
  /** Sent before the server's own first bytes. */
  readonly prefix?: string
  readonly delayMs?: number
  /** The connection is cut after this many bytes of the server. */
  readonly maxBytes?: number
  /** This byte of the server's, counted from 0, is changed. */
  readonly damageAt?: number
}

export interface Relay {
  readonly host: '127.0.0.1'
  readonly port: number
  stop(): Promise<void>
}

export async function startRelay(port: number, options: RelayOptions): Promise<Relay> {
  const sockets = new Set<Socket>()
  const track = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
  }
  const listener = createServer((near) => {
    track(near)
    setTimeout(() => {
      const far = connect(port, '127.0.0.1')
      track(far)
      join(near, far, options)
    }, options.delayMs ?? 0)
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  return {
    host: '127.0.0.1',
    port: (listener.address() as AddressInfo).port,
    stop() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => listener.close(() => resolve()))
    },
  }
}

function join(near: Socket, far: Socket, options: RelayOptions): void {
  near.pipe(far)
  near.write(options.prefix ?? '')
  let sent = 0
  far.on('data', (data) => {
    const at = (options.damageAt ?? -1) - sent
    if (at >= 0 && at < data.length) data[at] = (data[at] ?? 0) ^ 0x55
    const room = (options.maxBytes ?? Number.POSITIVE_INFINITY) - sent
    near.write(data.subarray(0, room))
    sent += data.length
    if (sent >= (options.maxBytes ?? Number.POSITIVE_INFINITY)) near.destroySoon()
  })
  far.on('close', () => near.destroy())
  near.on('close', () => far.destroy())
}
