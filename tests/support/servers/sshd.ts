/**
 * The real OpenSSH server on loopback: own folder, host keys, port, authorized_keys and
 * configuration; nothing of the system's is read.
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { environmentOf, whyNoAccounts } from './account.ts'
import { freePort, readsFromServer } from './ports.ts'
import { end, endWithUs } from './processes.ts'

export type HostKeyType = 'ed25519' | 'ecdsa' | 'rsa'

export interface SshdOptions {
  /** Public key lines that may log in. */
  readonly authorizedKeys: readonly string[]
  /** Default: one Ed25519 key. */
  readonly hostKeyTypes?: readonly HostKeyType[]
  /** Lines put before all others of sshd_config: sshd takes the first value of a keyword. */
  readonly config?: readonly string[]
  /** A port that is known to be free, to stand where another server stood. */
  readonly port?: number
  /** Shell of the account, where accounts can be made up. Default: `/bin/sh`. */
  readonly shell?: string
}

export interface Sshd {
  readonly host: '127.0.0.1'
  readonly port: number
  /** The account that can log in: the one the tests run as. */
  readonly user: string
  /** `type base64` as known_hosts holds it, and the SHA256 fingerprint as ssh prints it. */
  readonly hostKeys: readonly { readonly line: string; readonly sha256: string }[]
  /** Everything sshd has written to its log so far. */
  log(): string
  /** Appends to authorized_keys while running, as a person does in a web terminal. */
  authorize(line: string): Promise<void>
  stop(): Promise<void>
}

const SSHD = '/usr/sbin/sshd'
const ATTEMPTS = 5
const SFTP = 'Subsystem sftp internal-sftp'

/** Null when sshd can be started here; otherwise what is missing. */
export function whyNoSshd(): string | null {
  return existsSync(SSHD) ? null : `${SSHD} is not installed (Debian: openssh-server)`
}

export async function startSshd(options: SshdOptions): Promise<Sshd> {
  const folder = await mkdtemp(join(tmpdir(), 'keypilot-sshd-'))
  const hostKeys = (options.hostKeyTypes ?? ['ed25519']).map((type) => makeHostKey(folder, type))
  const authorizedKeys = join(folder, 'authorized_keys')
  await writeFile(authorizedKeys, options.authorizedKeys.map((line) => `${line}\n`).join(''))
  // sshd running as root changes into this folder before authentication and refuses to start without.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const { process: child, port, log } = await listen(folder, options)
  return {
    host: '127.0.0.1',
    port,
    user: userInfo().username,
    hostKeys,
    log,
    async authorize(line) {
      await writeFile(authorizedKeys, `${await readFile(authorizedKeys, 'utf8')}${line}\n`)
    },
    async stop() {
      await end(child, 'SIGTERM')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function makeHostKey(folder: string, type: HostKeyType) {
  const path = join(folder, `host_${type}`)
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', '', '-f', path])
  const [, sha256 = ''] = execFileSync('ssh-keygen', ['-l', '-f', `${path}.pub`], {
    encoding: 'utf8',
  }).split(' ')
  const line = execFileSync('ssh-keygen', ['-y', '-f', path], { encoding: 'utf8' })
  return { line: line.split(' ').slice(0, 2).join(' ').trim(), sha256 }
}

/** Another process can take a free port before sshd does: then sshd ends, and the next port is tried. */
async function listen(folder: string, options: SshdOptions) {
  let lastLog = ''
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = options.port ?? (await freePort())
    const config = join(folder, 'sshd_config')
    await writeFile(config, configText(folder, port, options))
    const env = await environment(folder, options.shell ?? '/bin/sh')
    const child = endWithUs(
      spawn(SSHD, ['-f', config, '-D', '-e'], { stdio: ['ignore', 'ignore', 'pipe'], env }),
    )
    let text = ''
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).slice(-1_000_000)
    })
    if (await answers(child, port)) return { process: child, port, log: () => text }
    await end(child, 'SIGTERM')
    lastLog = text
  }
  throw new Error(`sshd did not start:\n${lastLog}`)
}

/**
 * Where it can be, the account's home is the server's own folder: a login then runs none of the
 * person's start-up files, which can be slow, print something, or wait for each other.
 */
async function environment(home: string, shell: string) {
  return whyNoAccounts() === null ? environmentOf(home, { home, shell }) : process.env
}

function configText(folder: string, port: number, options: SshdOptions): string {
  const types = options.hostKeyTypes ?? ['ed25519']
  const lines = [
    ...(options.config ?? []),
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    ...types.map((type) => `HostKey ${join(folder, `host_${type}`)}`),
    `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
    'PidFile none',
    'UsePAM no',
    'StrictModes no',
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitUserRC no',
    'PrintMotd no',
    'PrintLastLog no',
    'MaxStartups 200',
    'LogLevel VERBOSE',
    // Unlike other keywords, a second line of this one is an error.
    ...(options.config?.some((line) => line.startsWith('Subsystem')) ? [] : [SFTP]),
  ]
  return `${lines.join('\n')}\n`
}

/** True once an SSH banner can be read; false when sshd ended instead. */
async function answers(child: ChildProcess, port: number): Promise<boolean> {
  const deadline = Date.now() + 10_000
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const text = await readsFromServer(port, 500)
    // The process is looked at again: the answer could be another server's on a port we lost.
    if (text.startsWith('SSH-2.0-') && child.exitCode === null) return true
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  return false
}
