/**
 * A stand-in for ssh.runpod.io, from what users' logs show: RSA host key, software `Go`, public
 * keys only, a terminal only. Every command without a terminal gets the PTY text and exit status 0.
 */

import { createHash, generateKeyPairSync } from 'node:crypto'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import ssh2, { type Connection, type ServerChannel, type Session } from 'ssh2'

// ssh2 is CommonJS, and Node's own module loader does not see its named exports.
const { Server, utils } = ssh2

/** What the proxy answers to a command without a terminal. */
export const PTY_TEXT = "Error: Your SSH client doesn't support PTY\r\n"

export interface RunPodProxyOptions {
  /** Public key lines of the account. */
  readonly authorizedKeys: readonly string[]
  /** `container-not-found`: the pod is gone or has moved. `silent`: the terminal shows nothing. */
  readonly terminal?: 'prompt' | 'container-not-found' | 'silent'
  readonly podId?: string
  readonly port?: number
}

export interface RunPodProxy {
  readonly host: '127.0.0.1'
  readonly port: number
  /** A user name in the proxy's form, `<pod id>-<8 hex>`. */
  readonly user: string
  readonly hostKey: { readonly line: string; readonly sha256: string }
  /** What clients did, in order: `auth:none`, `auth:publickey`, `exec`, `pty`, `shell`, `subsystem`. */
  readonly events: readonly string[]
  stop(): Promise<void>
}

export async function startRunPodProxy(options: RunPodProxyOptions): Promise<RunPodProxy> {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  })
  const events: string[] = []
  const podId = options.podId ?? 'e9ohprt7xzfdgr'
  const server = new Server({ hostKeys: [privateKey], ident: 'Go' })
  server.on('connection', (connection) => {
    connection.on('error', () => {})
    authenticate(connection, options.authorizedKeys, events)
    connection.on('ready', () => serve(connection, options.terminal ?? 'prompt', podId, events))
  })
  // Our own listener knows the open sockets, which ssh2's server does not give away.
  const sockets = new Set<Socket>()
  const listener = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    server.injectSocket(socket)
  })
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  return {
    host: '127.0.0.1',
    port: (listener.address() as AddressInfo).port,
    user: `${podId}-64410d32`,
    hostKey: describeHostKey(privateKey),
    events,
    stop: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => listener.close(() => resolve()))
    },
  }
}

function authenticate(connection: Connection, authorizedKeys: readonly string[], events: string[]) {
  const allowed = authorizedKeys.map((line) => Buffer.from(line.split(' ')[1] ?? '', 'base64'))
  connection.on('authentication', (context) => {
    events.push(`auth:${context.method}`)
    if (context.method !== 'publickey') return context.reject(['publickey'])
    if (!allowed.some((key) => key.equals(context.key.data))) return context.reject(['publickey'])
    if (!context.signature || !context.blob) return context.accept()
    const key = utils.parseKey(`${context.key.algo} ${context.key.data.toString('base64')}`)
    const valid =
      !(key instanceof Error) && key.verify(context.blob, context.signature, context.hashAlgo)
    return valid ? context.accept() : context.reject(['publickey'])
  })
}

function serve(
  connection: Connection,
  terminal: NonNullable<RunPodProxyOptions['terminal']>,
  podId: string,
  events: string[],
) {
  connection.on('session', (accept) => {
    const session: Session = accept()
    let hasTerminal = false
    session.on('pty', (acceptPty) => {
      events.push('pty')
      hasTerminal = true
      acceptPty?.()
    })
    session.on('exec', (acceptExec) => {
      events.push('exec')
      const channel = acceptExec()
      if (hasTerminal) openTerminal(channel, terminal, podId)
      else endWith(channel, PTY_TEXT)
    })
    session.on('shell', (acceptShell) => {
      events.push('shell')
      const channel = acceptShell()
      if (hasTerminal) openTerminal(channel, terminal, podId)
      else endWith(channel, PTY_TEXT)
    })
    session.on('subsystem', (_acceptSubsystem, reject) => {
      events.push('subsystem')
      reject?.()
    })
  })
  connection.on('tcpip', (_accept, reject) => reject?.())
  connection.on('request', (_accept, reject) => reject?.())
}

function openTerminal(channel: ServerChannel, terminal: string, podId: string) {
  if (terminal === 'container-not-found') return endWith(channel, 'container not found\r\n')
  if (terminal === 'silent') return
  channel.write(`\r\n-- RUNPOD.IO --\r\nEnjoy your Pod #${podId} ^_^\r\n\r\n`)
  channel.write(`root@${podId}:/# `)
  channel.on('data', (data: Buffer) => {
    channel.write(data)
    if (data.includes('exit')) endWith(channel, '\r\n')
  })
}

/** The real proxy reports status 0 whatever happened. */
function endWith(channel: ServerChannel, text: string) {
  channel.write(text)
  channel.exit(0)
  channel.end()
}

function describeHostKey(privateKey: string) {
  const key = utils.parseKey(privateKey)
  if (key instanceof Error) throw key
  const blob = key.getPublicSSH()
  const digest = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')
  return { line: `ssh-rsa ${blob.toString('base64')}`, sha256: `SHA256:${digest}` }
}
