/** Where things live. Everything is derived from the environment, so tests can use throwaway homes. */

import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

export interface Paths {
  readonly home: string
  /** `KEYPILOT_SSH_DIR`, or `~/.ssh`. */
  readonly sshDir: string
  /** `KEYPILOT_DATA_DIR`, or the platform's app-data folder. */
  readonly dataDir: string
  /** Old bytes of every file we changed; mode 0700. */
  readonly backupsDir: string
  /** Changes of several files that have begun, until they are complete; mode 0700. */
  readonly journalDir: string
  readonly locksDir: string
  readonly logDir: string
  readonly settingsFile: string
  /** The saved connections. */
  readonly connectionsFile: string
}

export interface PathsInput {
  readonly env: { readonly [name: string]: string | undefined }
  readonly platform: NodeJS.Platform
  readonly home: string
}

export function resolvePaths(
  input: PathsInput = { env: process.env, platform: process.platform, home: homedir() },
): Paths {
  const { env, home } = input
  const sshDir = resolve(env.KEYPILOT_SSH_DIR || join(home, '.ssh'))
  const dataDir = resolve(env.KEYPILOT_DATA_DIR || defaultDataDir(input))
  return {
    home,
    sshDir,
    dataDir,
    backupsDir: join(dataDir, 'backups'),
    journalDir: join(dataDir, 'journal'),
    locksDir: join(dataDir, 'locks'),
    logDir: join(dataDir, 'logs'),
    settingsFile: join(dataDir, 'settings.json'),
    connectionsFile: join(dataDir, 'connections.json'),
  }
}

/** The same folders that Electron's `app.getPath('userData')` uses, so that every host shares one state. */
function defaultDataDir({ env, platform, home }: PathsInput): string {
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'Keypilot')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Keypilot')
  return join(env.XDG_CONFIG_HOME || join(home, '.config'), 'Keypilot')
}
