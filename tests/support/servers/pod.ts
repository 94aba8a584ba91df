/**
 * A machine of its own for tests that change one: the real sshd with the system's own settings,
 * accounts and PAM, on a copy of this system. Everything written stays in memory (an overlay over
 * `/`, in its own mount and process namespaces), so nothing of the real /etc is ever touched.
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync, rmdirSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, readsFromServer } from './ports.ts'
import { end, endWithUs } from './processes.ts'
import { pasteInto, type Typed } from './web-terminal.ts'

export interface PodOptions {
  /** Shell lines run in it before the server starts. */
  readonly before?: string
  /** False: no server runs at first, as on a pod without a key. */
  readonly isRunning?: boolean
}

export interface Pod {
  readonly host: '127.0.0.1'
  readonly port: number
  readonly user: 'root'
  /** Runs shell lines inside, as root, and returns what they print. */
  run(script: string): string
  /** Pastes a text into an interactive shell on a terminal, and returns what was shown. */
  paste(shell: PodShell, text: string, typed?: readonly Typed[]): Promise<string>
  stop(): Promise<void>
}

/** `bash` with and without bracketed paste, and a plain `sh`. */
export type PodShell = 'bash' | 'old-bash' | 'sh'

/** Null when such machines can be made here; otherwise what is missing. */
export function whyNoPod(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root on Linux can'
  if (!existsSync('/usr/sbin/sshd')) return 'sshd is not installed (Debian: openssh-server)'
  try {
    execFileSync('unshare', ['--mount', '--pid', '--fork', 'sh', '-c', TRIAL], { stdio: 'ignore' })
    return null
  } catch {
    return 'this system allows no namespaces or no overlay in them'
  }
}

const TRIAL =
  'mount --make-rprivate / && mount -t tmpfs none /mnt && mkdir /mnt/u /mnt/w /mnt/r && mount -t overlay none -o lowerdir=/,upperdir=/mnt/u,workdir=/mnt/w /mnt/r'

export async function startPod(options: PodOptions = {}): Promise<Pod> {
  const folder = await mkdtemp(join(tmpdir(), 'keypilot-pod-'))
  const port = await freePort()
  const outer = endWithUs(
    spawn('unshare', ['--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', setUp(folder)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  )
  await ready(outer)
  const inner = childOf(outer)
  const enter = ['-t', inner, '--mount', '--pid', '--root', 'env', '-i', '-C', '/', ...ENVIRONMENT]
  const run = (script: string) =>
    execFileSync('nsenter', [...enter, 'sh', '-eu'], { input: script, encoding: 'utf8' })
  run(`${stock(port)}\n${options.before ?? ''}`)
  if (options.isRunning !== false) {
    run('/usr/sbin/sshd')
    await answers(port)
  }
  return {
    host: '127.0.0.1',
    port,
    user: 'root',
    run,
    paste: (shell, text, typed = []) => pasteInto(['nsenter', ...enter], shell, text, typed),
    async stop() {
      await end(outer, 'SIGKILL')
      rmdirSync(folder)
    },
  }
}

const ENVIRONMENT = [
  'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  'HOME=/root',
  'TERM=xterm',
  'LANG=C.UTF-8',
]

/** Its first process: builds the file system, moves into it, and waits. */
function setUp(folder: string): string {
  return `set -e
mount --make-rprivate /
mount -t tmpfs none ${folder}
cd ${folder}
mkdir up work root
mount -t overlay none -o lowerdir=/,upperdir=up,workdir=work root
mount -t proc proc root/proc
mount --rbind /dev root/dev
mount -t tmpfs none root/run
mount -t tmpfs none root/tmp
mount -t tmpfs -o mode=700 none root/root
exec chroot root sh -c 'echo ready; exec sleep 1000000'`
}

/** A pod as rented: only keys may log in, root has no password, nothing of this machine's is there. */
function stock(port: number): string {
  return `mkdir -p /run/sshd /workspace
rm -rf /etc/ssh/sshd_config.d/*
rm -f /etc/ssh/ssh_host_*
ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key
sed -i 's|^root:[^:]*:|root:*:|' /etc/shadow
printf 'Port ${port}\\nListenAddress 127.0.0.1\\nLogLevel VERBOSE\\nMaxStartups 200\\n' >/etc/ssh/sshd_config.d/50-test.conf`
}

async function ready(outer: ChildProcess): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    outer.stdout?.once('data', () => resolve())
    outer.once('exit', () => reject(new Error('the namespaces could not be made')))
  })
}

function childOf({ pid }: ChildProcess): string {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
}

async function answers(port: number): Promise<void> {
  const deadline = Date.now() + 10_000
  while (Date.now() < deadline) {
    if ((await readsFromServer(port, 500)).startsWith('SSH-2.0-')) return
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  throw new Error('sshd did not start')
}
