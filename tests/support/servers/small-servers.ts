/** Two small SSH servers that images use in the place of OpenSSH's: Dropbear and TinySSH. */

import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { environmentOf, whyNoAccounts } from './account.ts'
import { freePort, readsFromServer } from './ports.ts'
import { end, endWithUs } from './processes.ts'

export interface SmallServer {
  readonly host: '127.0.0.1'
  readonly port: number
  readonly user: 'root'
  stop(): Promise<void>
}

export interface SmallServerOptions {
  readonly authorizedKeys: readonly string[]
  /** Arguments put before all others. */
  readonly args?: readonly string[]
}

const DROPBEAR = '/usr/sbin/dropbear'
const TINYSSHD = '/usr/sbin/tinysshd'

/** Null when both can be started here; otherwise what is missing. */
export function whyNoSmallServers(): string | null {
  if (!existsSync(DROPBEAR)) return `${DROPBEAR} is not installed (Debian: dropbear-bin)`
  if (!existsSync(TINYSSHD)) return `${TINYSSHD} is not installed (Debian: tinysshd)`
  return whyNoAccounts()
}

export async function startDropbear(options: SmallServerOptions): Promise<SmallServer> {
  const { folder, environment } = await prepare(tmpdir(), options)
  const hostKey = join(folder, 'host_key')
  execFileSync('dropbearkey', ['-t', 'ed25519', '-f', hostKey], { stdio: 'ignore' })
  const port = await freePort()
  const where = ['-F', '-E', '-s', '-p', `127.0.0.1:${port}`, '-r', hostKey]
  const child = endWithUs(
    spawn(DROPBEAR, [...(options.args ?? []), ...where], { stdio: 'ignore', env: environment }),
  )
  await answers(port)
  return {
    host: '127.0.0.1',
    port,
    user: 'root',
    async stop() {
      await end(child, 'SIGTERM')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** TinySSH listens on nothing itself: as under inetd, each connection is a process's input and output. */
export async function startTinysshd(options: SmallServerOptions): Promise<SmallServer> {
  // It refuses homes below a folder that others can write to, as /tmp is.
  const { folder, environment } = await prepare('/run', options)
  const keys = join(folder, 'keys')
  execFileSync(`${TINYSSHD}-makekey`, [keys], { stdio: 'ignore' })
  const sockets = new Set<Socket>()
  const listener = createServer({ pauseOnConnect: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    const child = endWithUs(
      spawn(TINYSSHD, [...(options.args ?? []), keys], {
        stdio: [socket, socket, 'ignore'],
        env: environment,
      }),
    )
    child.once('exit', () => socket.destroy())
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  return {
    host: '127.0.0.1',
    port: (listener.address() as AddressInfo).port,
    user: 'root',
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => listener.close(resolve))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function prepare(parent: string, { authorizedKeys }: SmallServerOptions) {
  const folder = await mkdtemp(join(parent, 'keypilot-small-'))
  const home = join(folder, 'home')
  await mkdir(join(home, '.ssh'), { recursive: true, mode: 0o700 })
  const text = authorizedKeys.map((line) => `${line}\n`).join('')
  await writeFile(join(home, '.ssh', 'authorized_keys'), text, { mode: 0o600 })
  return { folder, environment: await environmentOf(folder, { home, shell: '/bin/sh' }) }
}

async function answers(port: number): Promise<void> {
  const deadline = Date.now() + 20_000
  while (!(await readsFromServer(port, 500)).startsWith('SSH-2.0-')) {
    if (Date.now() > deadline) throw new Error(`nothing answers on port ${port}`)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}
