/** A person's computer for the real ssh: a folder with keys, and servers that end with the test. */

import { spawn } from 'node:child_process'
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../../../main/system/run.ts'
import { type Sshd, type SshdOptions, startSshd } from '../../../support/servers/index.ts'
import { endWithUs } from '../../../support/servers/processes.ts'
import { type MadeKey, makeKey } from '../support.ts'

export interface World {
  readonly home: string
  /** Makes a pair in the ssh folder. */
  key(name: string, args?: readonly string[]): MadeKey
  /** Writes a file into the ssh folder and returns its path. */
  file(name: string, content: string | Buffer, mode?: number): string
  sshd(options: SshdOptions): Promise<Sshd>
  /** Stopped when the world ends. */
  until<T extends { stop(): Promise<void> }>(server: Promise<T>): Promise<T>
  agent(): Promise<string>
  /** Records the host keys of a server, as after a first visit. */
  know(server: Pick<Sshd, 'port' | 'hostKeys'>): void
  /**
   * Runs ssh (or `program`) without the person's config, agent and terminal; returns what it says,
   * standard error first.
   */
  ssh(args: readonly string[], options?: SshOptions): Promise<string>
  end(): Promise<void>
}

export interface SshOptions {
  readonly program?: string
  readonly agent?: string
  readonly config?: string
  readonly strict?: string
  /** Ended once this shows up in the output. */
  readonly until?: RegExp
}

export function createWorld(): World {
  const home = mkdtempSync(join(homedir(), 'client-'))
  const folder = join(home, '.ssh')
  mkdirSync(folder, { mode: 0o700 })
  const knownHosts = join(folder, 'known_hosts')
  const servers: { stop(): Promise<void> }[] = []
  const until: World['until'] = async (starting) => {
    const server = await starting
    servers.push(server)
    return server
  }
  return {
    home,
    key: (name, args = []) => makeKey(join(folder, name), args),
    file(name, content, mode = 0o600) {
      const path = join(folder, name)
      writeFileSync(path, content)
      chmodSync(path, mode)
      return path
    },
    until,
    sshd: (options) => until(startSshd(options)),
    agent: async () => (await until(startAgent(home))).socket,
    know({ port, hostKeys }) {
      for (const { line } of hostKeys) appendFileSync(knownHosts, `[127.0.0.1]:${port} ${line}\n`)
    },
    ssh: (args, options = {}) => ask(args, { ...options, home, knownHosts }),
    async end() {
      await Promise.all(servers.map((server) => server.stop()))
    },
  }
}

async function ask(
  args: readonly string[],
  options: SshOptions & { readonly home: string; readonly knownHosts: string },
): Promise<string> {
  const { program = 'ssh', agent, config = 'none', strict = 'yes', until } = options
  const isSsh = ['ssh', 'scp', 'sftp'].includes(program)
  const set = [
    ['-F', config],
    ['-o', 'BatchMode=yes'],
    ['-o', 'ConnectTimeout=15'],
    ['-o', `StrictHostKeyChecking=${strict}`],
    ['-o', `UserKnownHostsFile=${options.knownHosts}`],
    ['-o', 'GlobalKnownHostsFile=/dev/null'],
    ['-o', `IdentityAgent=${agent ?? 'none'}`],
    // Else ssh would look for the keys of the account that the tests run as.
    ...(args.includes('-i') || config !== 'none' ? [] : [['-o', 'IdentityFile=none']]),
  ].flat()
  // The first value of an option counts, so the situation's own stand in front.
  const argv = isSsh ? [...flagsOf(args), ...set, ...restOf(args)] : args
  const { stdout, stderr } = await run([program, ...argv], {
    timeoutMs: 25_000,
    env: {
      PATH: process.env.PATH,
      HOME: options.home,
      LC_ALL: 'C.UTF-8',
      SSH_AUTH_SOCK: agent ?? '',
    },
    wholeGroup: true,
    ...(until === undefined ? {} : { isEnough: (line: string) => until.test(line) }),
  })
  return stderr + stdout
}

function flagsOf(args: readonly string[]): readonly string[] {
  return args.slice(0, Math.max(args.indexOf('--'), 0))
}

function restOf(args: readonly string[]): readonly string[] {
  return args.slice(Math.max(args.indexOf('--'), 0))
}

/** `ssh-agent` in the foreground, on a socket of its own. */
async function startAgent(home: string) {
  const socket = join(home, 'agent.sock')
  const child = endWithUs(spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' }))
  for (let tries = 0; ; tries++) {
    const { exitCode } = await run(['ssh-add', '-l'], {
      timeoutMs: 5_000,
      env: { PATH: process.env.PATH, SSH_AUTH_SOCK: socket },
    })
    // 1: it answers, and holds nothing. 2: it cannot be reached.
    if (exitCode === 1) break
    if (tries > 200) throw new Error('ssh-agent did not start')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return {
    socket,
    stop: () =>
      new Promise<void>((resolve) => {
        child.once('exit', () => resolve())
        child.kill('SIGTERM')
      }),
  }
}

/** Without what differs from run to run and from machine to machine. */
export function normalise(text: string, { home }: Pick<World, 'home'>, ports: readonly number[]) {
  let result = text
    .replaceAll(home, '/home/me')
    .replace(/\/tmp\/keypilot-[\w/-]*/g, '/tmp/somewhere')
    .replace(/SHA256:[A-Za-z0-9+/]{43}/g, `SHA256:${'x'.repeat(43)}`)
    .replace(/ Debian-[\w+.~]+/g, ' Debian-2')
    .replace(/(OpenSSL [\d.]+)[^\r\n]*/g, '$1')
    .replace(/dropbear_[\d.]+/g, 'dropbear_2022.83')
  for (const port of ports) result = result.replaceAll(String(port), '10022')
  return result
}
