/** A real ssh-agent, and scripted ones that misbehave; both end with their test. */

import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type AgentClient, createAgentClient } from '../../../main/agent/index.ts'
import { materialOf } from '../../../main/keys/formats/jwk.ts'
import { writeOpensshPrivateKey } from '../../../main/keys/formats/openssh-write.ts'

export interface TestAgent {
  readonly dir: string
  readonly client: AgentClient
  readonly env: { readonly [name: string]: string | undefined }
  /** Standard output of `ssh-add` with these arguments; rejects when it fails. */
  sshAdd(args: readonly string[], secret?: string): Promise<string>
  stop(): Promise<void>
}

export function clientAt(socket: string): AgentClient {
  return createAgentClient({ platform: 'linux', env: { SSH_AUTH_SOCK: socket } })
}

/** `ssh-agent` in the foreground on a socket of its own. */
export async function startAgent(): Promise<TestAgent> {
  const dir = await mkdtemp(join(homedir(), 'agent-'))
  const socket = join(dir, 'sock')
  const child = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' })
  const client = clientAt(socket)
  const deadline = performance.now() + 5_000
  // The socket is there a moment before it is listened to.
  while ((await client.list()).state !== 'running') {
    if (performance.now() > deadline) throw new Error('ssh-agent did not start')
    await sleep(10)
  }
  const env = { ...process.env, SSH_AUTH_SOCK: socket }
  return {
    dir,
    env,
    client,
    async sshAdd(args, secret) {
      if (secret === undefined) return execute('ssh-add', args, env)
      const askpass = join(dir, 'askpass')
      await writeFile(askpass, `#!/bin/sh\necho '${secret}'\n`, { mode: 0o700 })
      const asking = { SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: 'none' }
      return execute('ssh-add', args, { ...env, ...asking })
    },
    async stop() {
      await end(child)
      await rm(dir, { recursive: true, force: true })
    },
  }
}

export interface ScriptedAgent {
  readonly socket: string
  readonly client: AgentClient
  /** Connections that are open now. */
  open(): number
  stop(): Promise<void>
}

/** A server that does with each connection what the test says. */
export async function scriptedAgent(script: (socket: Socket) => void): Promise<ScriptedAgent> {
  const dir = await mkdtemp(join(homedir(), 'scripted-'))
  const socket = join(dir, 'sock')
  const open = new Set<Socket>()
  const server = createServer((connection) => {
    open.add(connection)
    connection.on('close', () => open.delete(connection))
    connection.on('error', () => {})
    script(connection)
    connection.resume()
  })
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  return {
    socket,
    client: clientAt(socket),
    open: () => open.size,
    async stop() {
      for (const connection of open) connection.destroy()
      await new Promise((resolve) => server.close(resolve))
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** A fresh Ed25519 key as an unencrypted file. */
export function freshKey(): Buffer {
  const material = materialOf(generateKeyPairSync('ed25519').privateKey)
  if (material === null) throw new Error('no key')
  return writeOpensshPrivateKey(material, 'fresh', undefined)
}

export function execute(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { env, timeout: 20_000 }
    execFile(program, [...args], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`${program} ${args.join(' ')}: ${stdout}${stderr}`))
    })
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}
