/** The real OpenSSH tools beside Keypilot, in the same throwaway ssh folder. */

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sshd } from '../../support/servers/index.ts'
import type { Throwaway } from './throwaway.ts'

/** Makes a pair, with the name as its comment, and returns its public line. */
export async function makeKey(
  { sshDir }: Throwaway,
  name: string,
  passphrase = '',
): Promise<string> {
  await mkdir(sshDir, { recursive: true, mode: 0o700 })
  const path = join(sshDir, name)
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', name, '-f', path])
  return (await readFile(`${path}.pub`, 'utf8')).trim()
}

/** As if the host keys of these servers, and no others, had been accepted before. */
export async function trust({ sshDir }: Throwaway, servers: readonly Sshd[]): Promise<void> {
  const lines = servers.map(({ port, hostKeys }) => `[127.0.0.1]:${port} ${hostKeys[0]?.line}\n`)
  await writeFile(join(sshDir, 'known_hosts'), lines.join(''), { mode: 0o600 })
}

/**
 * Logs in by a name of the config, and returns what was printed: `logged in` by the server, or what
 * ssh says. Only what keeps ssh off the real home is added; it looks there whatever HOME says.
 */
export function logIn({ sshDir, env }: Throwaway, alias: string): string {
  const isolated = ['-o', `UserKnownHostsFile=${sshDir}/known_hosts`, '-o', 'BatchMode=yes']
  const args = ['-F', join(sshDir, 'config'), ...isolated, alias, 'echo logged in']
  const { stdout, stderr } = spawnSync('ssh', args, { env, encoding: 'utf8', timeout: 30_000 })
  return stdout || stderr
}
