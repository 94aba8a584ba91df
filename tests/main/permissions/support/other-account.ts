/**
 * An ordinary account that exists only inside a private mount namespace: passwd(5) and group(5)
 * are covered there by copies with one more line, and nothing stays on the machine.
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import type {
  PermissionPlan,
  PermissionRepair,
  PermissionsReport,
} from '../../../../main/contract/methods.ts'
import { end, endWithUs } from '../../../support/servers/processes.ts'

export const UID = 42_424
/** A group of its own, and one that another account belongs to as well. */
export const PRIVATE_GID = UID
export const SHARED_GID = 42_425
export const USER = 'keypilot-test'

export interface Agent {
  report(): Promise<PermissionsReport>
  plan(findings: readonly string[]): Promise<PermissionPlan>
  repair(plan: string): Promise<PermissionRepair>
  restore(path: string, mode: number): Promise<{ readonly error?: string }>
}

export interface OtherAccount {
  /** Everything below it may be thrown away; `home` is inside. */
  readonly folder: string
  readonly home: string
  /** Runs a line in one shell of that account and gives its output, errors included. */
  sh(line: string): Promise<string>
  /** The same for a line that prints exactly one line: fewer programs are started. */
  answer(line: string): Promise<string>
  agent(keys: readonly string[], version: string): Agent
  /** As root, inside the namespace. */
  start(argv: readonly string[]): ChildProcess
  stop(): Promise<void>
}

/** Null when accounts can be made up here; otherwise what is missing. */
export function whyNoOtherAccount(): string | null {
  if (process.platform !== 'linux') return 'mount namespaces are a part of Linux'
  if (process.getuid?.() !== 0) return 'only root may make a mount namespace and change accounts'
  try {
    execFileSync('unshare', ['-m', 'true'])
    execFileSync('nsenter', ['--version'])
    execFileSync('setpriv', ['--version'])
    return null
  } catch {
    return 'unshare, nsenter and setpriv (util-linux) do not work here'
  }
}

export async function startOtherAccount(): Promise<OtherAccount> {
  const folder = await mkdtemp(join(tmpdir(), 'keypilot-account-'))
  await chmod(folder, 0o711)
  const home = join(folder, 'home')
  await mkdir(home, { mode: 0o755 })
  await chown(home, UID, PRIVATE_GID)
  await build(bundleOptions(folder))
  const holder = await openNamespace(folder, home)
  const started: ChildProcess[] = [holder]
  const start = (argv: readonly string[]) => {
    const child = endWithUs(
      spawn('nsenter', ['-m', '-t', String(holder.pid), ...argv], { env: environment(home) }),
    )
    started.push(child)
    return child
  }
  const asUser = [
    'setpriv',
    '--reuid',
    `${UID}`,
    '--regid',
    `${PRIVATE_GID}`,
    '--clear-groups',
    '--',
  ]
  const shell = talkTo(start([...asUser, 'sh', '-s']))
  return {
    folder,
    home,
    start,
    sh: (line) => shell(`{ ${line}; } 2>&1 </dev/null | tr '\\r\\n' '  '; echo`),
    answer: shell,
    agent(keys, version) {
      const settings = { home, dataDir: join(home, 'data'), version, keys }
      const argv = [process.execPath, join(folder, 'agent.mjs'), JSON.stringify(settings)]
      const ask = talkTo(start([...asUser, ...argv]))
      const call = async (...request: readonly string[]) =>
        JSON.parse(await ask(JSON.stringify(request)))
      return {
        report: () => call('report'),
        plan: (findings) => call('plan', ...findings),
        repair: (plan) => call('repair', plan),
        restore: (path, mode) => call('restore', path, String(mode)),
      }
    },
    async stop() {
      for (const child of started.reverse()) await end(child, 'SIGKILL')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function environment(home: string) {
  return {
    PATH: '/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin',
    HOME: home,
    LC_ALL: 'C',
  }
}

/** Covers the two files for everything that is started in the namespace. */
async function openNamespace(folder: string, home: string): Promise<ChildProcess> {
  const [passwd, group] = [join(folder, 'passwd'), join(folder, 'group')]
  const account = `${USER}:x:${UID}:${PRIVATE_GID}::${home}:/bin/sh\n`
  await writeFile(passwd, `${await readFile('/etc/passwd', 'utf8')}${account}`)
  const groups = `${USER}:x:${PRIVATE_GID}:\n${USER}-shared:x:${SHARED_GID}:${USER},root\n`
  await writeFile(group, `${await readFile('/etc/group', 'utf8')}${groups}`)
  const script =
    'mount --bind "$1" /etc/passwd && mount --bind "$2" /etc/group && echo ready && exec cat'
  const argv = ['-m', '--propagation', 'private', 'sh', '-c', script, 'sh', passwd, group]
  const holder = endWithUs(spawn('unshare', argv))
  await new Promise<void>((resolve, reject) => {
    holder.stdout.once('data', () => resolve())
    holder.once('exit', () => reject(new Error('the mount namespace could not be set up')))
  })
  return holder
}

/** Sends a line, waits for a line; one at a time. */
function talkTo(child: ChildProcess): (line: string) => Promise<string> {
  const { stdin, stdout } = child
  if (stdin === null || stdout === null) throw new Error('started without pipes')
  let errors = ''
  child.stderr?.on('data', (chunk) => {
    errors += chunk
  })
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]()
  return async (line) => {
    stdin.write(`${line}\n`)
    const { value, done } = await lines.next()
    if (done) throw new Error(`it ended: ${errors}`)
    return value.trim()
  }
}

function bundleOptions(folder: string) {
  return {
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: { agent: fileURLToPath(new URL('agent.ts', import.meta.url)) },
        output: { format: 'es', entryFileNames: '[name].mjs' },
      },
    },
  } as const
}
