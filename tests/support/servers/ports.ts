/** Free loopback ports, and a look at what a server says first. */

import { type AddressInfo, connect, createServer } from 'node:net'

/** A port of 127.0.0.1 that nothing listened on a moment ago; whoever binds it must retry. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

/** The first bytes a server sends on its own; empty when it refuses, ends or stays silent. */
export function readsFromServer(port: number, timeoutMs: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    const finish = (text: string) => {
      socket.destroy()
      resolve(text)
    }
    socket.setTimeout(timeoutMs, () => finish(''))
    socket.once('data', (data) => finish(data.toString('latin1')))
    socket.once('error', () => finish(''))
    socket.once('close', () => finish(''))
  })
}
