/** A home, an ssh folder and a data folder that only one test knows. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

export interface Throwaway {
  readonly home: string
  readonly sshDir: string
  readonly dataDir: string
  /** The whole environment for a program that must not see the real home or agent. */
  readonly env: { readonly [name: string]: string }
  remove(): void
}

const LEFT_OUT = new Set(['SSH_AUTH_SOCK', 'RUNPOD_API_KEY'])

export function createThrowaway(): Throwaway {
  const home = mkdtempSync(join(tmpdir(), 'keypilot-e2e-'))
  const realHome = userInfo().homedir
  if (home.startsWith(realHome)) throw new Error('the throwaway home lies inside the real one')
  const sshDir = join(home, '.ssh')
  const dataDir = join(home, 'keypilot-data')
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !LEFT_OUT.has(entry[0]),
  )
  return {
    home,
    sshDir,
    dataDir,
    env: {
      ...Object.fromEntries(inherited),
      HOME: home,
      USERPROFILE: home,
      XDG_CONFIG_HOME: join(home, '.config'),
      KEYPILOT_SSH_DIR: sshDir,
      KEYPILOT_DATA_DIR: dataDir,
      // Nothing listens there: without a local server of its own, no test reaches RunPod's or GitHub.
      KEYPILOT_RUNPOD_URL: 'http://127.0.0.1:9',
      KEYPILOT_UPDATE_URL: 'http://127.0.0.1:9',
      NO_COLOR: '1',
    },
    remove: () => rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  }
}
