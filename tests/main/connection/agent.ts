/** A real ssh-agent on a socket of its own, which cannot ask anybody anything. */

import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { end, endWithUs } from '../../support/servers/processes.ts'

export interface TestAgent {
  readonly socket: string
  /** Adds a key with the real ssh-add; `-c` makes the agent ask before each use. */
  add(path: string, args?: readonly string[]): void
  stop(): Promise<void>
}

export async function startAgent(): Promise<TestAgent> {
  const folder = mkdtempSync(join(tmpdir(), 'keypilot-agent-'))
  const socket = join(folder, 'agent')
  const env = { PATH: process.env.PATH, SSH_AUTH_SOCK: socket, SSH_ASKPASS: '/bin/false' }
  const child = endWithUs(spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore', env }))
  while (!existsSync(socket)) await new Promise((resolve) => setTimeout(resolve, 10))
  return {
    socket,
    add: (path, args = []) =>
      void execFileSync('ssh-add', ['-q', ...args, path], { env, stdio: 'ignore' }),
    async stop() {
      await end(child, 'SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
