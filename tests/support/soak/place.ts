/** Throwaway folders with one key, and a real sshd that takes it and is known. */

import { execFileSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Target } from '../../../main/contract/methods.ts'
import { startSshd } from '../servers/index.ts'

export interface SoakFolders {
  readonly sshDir: string
  readonly dataDir: string
  /** For temporary files: nothing else may be in it. */
  readonly temporary: string
}

export function foldersIn(home: string): SoakFolders {
  return {
    sshDir: join(home, '.ssh'),
    dataDir: join(home, 'data'),
    temporary: join(home, 'tmp'),
  }
}

export interface SoakPlace {
  readonly target: Target
  stop(): Promise<void>
}

/** Makes the folders. */
export async function preparePlace(folders: SoakFolders): Promise<SoakPlace> {
  const { sshDir, dataDir, temporary } = folders
  for (const folder of [sshDir, dataDir, temporary]) await mkdir(folder, { mode: 0o700 })
  // Its log would be held in this process, and grow.
  const config = ['LogLevel QUIET']
  const sshd = await startSshd({ authorizedKeys: [await makeKey(sshDir)], config })
  const known = `[127.0.0.1]:${sshd.port} ${sshd.hostKeys[0]?.line}\n`
  await writeFile(join(sshDir, 'known_hosts'), known, { mode: 0o600 })
  const { user, port, stop } = sshd
  return { target: { user, host: '127.0.0.1', port, kind: 'generic' }, stop }
}

async function makeKey(sshDir: string): Promise<string> {
  const path = join(sshDir, 'id_ed25519')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'soak', '-f', path])
  return (await readFile(`${path}.pub`, 'utf8')).trim()
}
