/** TCP servers that do one thing, for what a real sshd cannot be made to do. */

import { spawn } from 'node:child_process'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { end, endWithUs } from './processes.ts'

export type Behaviour =
  /** Answers any request as a web server does; says nothing on its own. */
  | 'http'
  /** The same, with the headers of Jupyter's web server. */
  | 'jupyter'
  | 'silent'
  | 'closes'
  /** Accepts, then answers with a TCP reset. */
  | 'resets'
  /** Random bytes, then silence. */
  | 'garbage'
  /** Lines without end that never become an SSH banner. */
  | 'huge-banner'
  /** A few lines of notice, then a byte-wise SSH banner, then silence. */
  | 'slow-banner'
  /** An SSH banner, then silence: the key exchange never happens. */
  | 'banner-then-silent'
  | 'banner-then-closes'
  | 'banner-then-resets'
  /** What sshd sends to an address that failed too often (PerSourcePenalties). */
  | 'not-allowed'
  /** What sshd sends when too many connections are waiting to log in. */
  | 'max-startups'
  /** A banner of the protocol's first version, which no current client speaks. */
  | 'ssh-1'

export interface ScriptedServer {
  readonly host: '127.0.0.1'
  readonly port: number
  /** Connections accepted so far, and those still open. */
  readonly accepted: number
  readonly open: number
  /** Resolves when no connection is open; rejects after the time given. */
  allClosed(timeoutMs?: number): Promise<void>
  stop(): Promise<void>
}

const BANNER = 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10\r\n'

export async function startScripted(behaviour: Behaviour): Promise<ScriptedServer> {
  const sockets = new Set<Socket>()
  let accepted = 0
  const server = createServer((socket) => {
    accepted++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    act(behaviour, socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    get accepted() {
      return accepted
    },
    get open() {
      return sockets.size
    },
    async allClosed(timeoutMs = 2_000) {
      const deadline = Date.now() + timeoutMs
      while (sockets.size > 0) {
        if (Date.now() > deadline) throw new Error(`${sockets.size} connections are still open`)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    stop() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function act(behaviour: Behaviour, socket: Socket): void {
  const actions: Readonly<Record<Behaviour, () => void>> = {
    http: () => answerRequest(socket, 'nginx/1.22.1'),
    jupyter: () => answerRequest(socket, 'TornadoServer/6.4'),
    silent: () => {},
    closes: () => socket.end(),
    resets: () => resetSoon(socket),
    garbage: () =>
      socket.write(Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 167) % 256))),
    'huge-banner': () => pour(socket),
    'slow-banner': () => drip(socket, `Welcome.\r\nThis pod is rented.\r\n${BANNER}`),
    'banner-then-silent': () => socket.write(BANNER),
    'banner-then-closes': () => socket.end(BANNER),
    'banner-then-resets': () => socket.write(BANNER, () => resetSoon(socket)),
    'not-allowed': () => socket.end('Not allowed at this time\r\n'),
    'max-startups': () => socket.end('Exceeded MaxStartups\r\n'),
    'ssh-1': () => socket.write('SSH-1.5-1.2.27\n'),
  }
  actions[behaviour]()
  // Only a socket that is read notices that the other side has gone.
  socket.resume()
}

/** Late enough for the connection to be complete on the other side. */
function resetSoon(socket: Socket): void {
  setTimeout(() => socket.resetAndDestroy(), 30)
}

function answerRequest(socket: Socket, server: string): void {
  socket.once('data', () => {
    socket.end(
      `HTTP/1.1 400 Bad Request\r\nServer: ${server}\r\nContent-Type: text/html\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    )
  })
}

/** Writes as fast as the other side reads, until it goes away. */
function pour(socket: Socket): void {
  const chunk = `${'banner '.repeat(20)}\r\n`.repeat(400)
  const next = () => {
    while (!socket.destroyed && socket.write(chunk));
  }
  socket.on('drain', next)
  next()
}

function drip(socket: Socket, text: string): void {
  let index = 0
  const timer = setInterval(() => {
    if (index >= text.length) clearInterval(timer)
    else socket.write(text[index++] ?? '')
  }, 2)
  socket.on('close', () => clearInterval(timer))
}

/** A port that swallows connection attempts: its queue is full, and nobody ever takes from it. */
export interface BlackHole {
  readonly host: '127.0.0.1'
  readonly port: number
  stop(): Promise<void>
}

/** The process sleeps without accepting, so that after a few connections the kernel answers no more. */
const LISTEN_WITHOUT_ACCEPTING = `
  const server = require('node:net').createServer()
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    require('node:fs').writeSync(1, String(server.address().port) + '\\n')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  })
`

/** Linux only: other systems answer a full queue with a refusal. */
export async function startBlackHole(): Promise<BlackHole> {
  const child = endWithUs(
    spawn(process.execPath, ['-e', LISTEN_WITHOUT_ACCEPTING], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env.PATH, ELECTRON_RUN_AS_NODE: '1' },
    }),
  )
  const port = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.stdout.once('data', (data: Buffer) => resolve(Number(data.toString())))
  })
  const fillers: Socket[] = []
  while (await connects(port, fillers)) {
    if (fillers.length > 50) throw new Error('the queue of the port does not fill up')
  }
  return {
    host: '127.0.0.1',
    port,
    async stop() {
      for (const socket of fillers) socket.destroy()
      await end(child, 'SIGKILL')
    },
  }
}

function connects(port: number, fillers: Socket[]): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    fillers.push(socket)
    socket.on('error', () => {})
    socket.once('connect', () => resolve(true))
    setTimeout(() => resolve(false), 300)
  })
}
