/** SSH servers that do one unusual thing after the key exchange, built with ssh2. */

import { generateKeyPairSync } from 'node:crypto'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import ssh2, { type Connection } from 'ssh2'

// ssh2 is CommonJS, and Node's own module loader does not see its named exports.
const { Server } = ssh2

export type SshBehaviour =
  /** Never answers an attempt to log in. */
  | 'ignores-logins'
  /** Lets everyone in without a key. */
  | 'needs-no-key'
  /** Hangs up when a key is offered. */
  | 'drops-at-login'
  /** Accepts every key, and hangs up when a session is asked for. */
  | 'drops-at-session'
  /** Accepts every key; gives a shell with a terminal, but runs no commands. */
  | 'shell-only'
  /** Accepts every key; never answers the request for a command. */
  | 'ignores-commands'
  /** Accepts every key and runs `echo`; never answers about sftp. */
  | 'ignores-sftp'
  /** Runs `echo`; like servers from before RFC 8308 it does not say which signatures it knows. */
  | 'names-no-signatures'

export interface ScriptedSsh {
  readonly host: '127.0.0.1'
  readonly port: number
  stop(): Promise<void>
}

export async function startScriptedSsh(behaviour: SshBehaviour): Promise<ScriptedSsh> {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  const sockets = new Set<Socket>()
  const server = new Server({ hostKeys: [privateKey] })
  const listener = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    server.once('connection', (connection) => act(connection, behaviour, socket))
    server.injectSocket(socket)
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

function act(connection: Connection, behaviour: SshBehaviour, socket: Socket): void {
  connection.on('error', () => {})
  if (behaviour === 'names-no-signatures') withoutExtInfo(connection)
  connection.on('authentication', (context) => {
    if (behaviour === 'ignores-logins') return
    if (behaviour === 'needs-no-key') return context.accept()
    if (context.method !== 'publickey') return context.reject(['publickey'])
    if (behaviour === 'drops-at-login') return void socket.destroy()
    return context.accept()
  })
  connection.on('session', (accept) => {
    if (behaviour === 'drops-at-session') return void socket.destroy()
    const session = accept()
    session.on('pty', (acceptPty) => acceptPty?.())
    session.on('shell', (acceptShell) => void acceptShell())
    session.on('exec', (acceptExec, rejectExec, { command }) => {
      if (behaviour === 'shell-only') return rejectExec?.()
      if (behaviour === 'ignores-commands') return
      const channel = acceptExec()
      channel.write(`${command.replace(/^echo /, '')}\r\n`)
      channel.exit(0)
      return channel.end()
    })
    // Listening without answering leaves the client waiting.
    session.on('subsystem', () => {})
  })
}

/** ssh2 has no option for this: it sends the message to every client that asks for it. */
function withoutExtInfo(connection: Connection): void {
  let exchange: unknown
  Object.defineProperty(Reflect.get(connection, '_protocol'), '_kex', {
    get: () => exchange,
    set(next: unknown) {
      exchange = next
      if (typeof next !== 'object' || next === null) return
      Object.defineProperty(next, 'remoteExtInfoEnabled', { get: () => false, set() {} })
    },
  })
}
