/**
 * The real Dropbear server. It reads authorized_keys in the account's home only, so it runs in a
 * mount namespace of its own, in which another folder stands there.
 */

import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { freePort, readsFromServer } from '../../../support/servers/ports.ts'
import { end, endWithUs } from '../../../support/servers/processes.ts'

const DROPBEAR = '/usr/sbin/dropbear'

/** Null when it can be started here; otherwise what is missing. */
export function whyNoDropbear(): string | null {
  if (!existsSync(DROPBEAR)) return `${DROPBEAR} is not installed (Debian: dropbear-bin)`
  try {
    execFileSync('unshare', ['-m', 'true'], { stdio: 'ignore' })
    return null
  } catch {
    return 'mount namespaces (unshare) do not work here'
  }
}

export async function startDropbear(authorizedKeys: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'keypilot-dropbear-'))
  const home = join(folder, 'home')
  await mkdir(join(home, '.ssh'), { recursive: true, mode: 0o700 })
  const lines = authorizedKeys.map((line) => `${line}\n`).join('')
  await writeFile(join(home, '.ssh', 'authorized_keys'), lines, { mode: 0o600 })
  const hostKey = join(folder, 'host')
  execFileSync('dropbearkey', ['-t', 'ed25519', '-f', hostKey], { stdio: 'ignore' })
  const port = await freePort()
  const script = `mount --bind "$1" "$2" && exec ${DROPBEAR} -F -E -s -m -P "$3.pid" -r "$3" -p "127.0.0.1:$4"`
  const child = endWithUs(
    spawn(
      'unshare',
      ['-m', 'sh', '-c', script, 'sh', home, userInfo().homedir, hostKey, String(port)],
      { stdio: 'ignore' },
    ),
  )
  const deadline = Date.now() + 10_000
  while (!(await readsFromServer(port, 500)).startsWith('SSH-2.0-dropbear')) {
    if (Date.now() > deadline) throw new Error('dropbear did not start')
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  return {
    host: '127.0.0.1' as const,
    port,
    user: userInfo().username,
    async stop() {
      await end(child, 'SIGTERM')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
