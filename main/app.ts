/**
 * What every host starts with: the services behind one dispatcher. What is heavy to load (the
 * contract's schemas, ssh2, the key parsers) is loaded by the first call that needs it, so that a
 * window is open by then.
 */

import { basename, join } from 'node:path'
import type { Dispatch } from './contract/dispatch.ts'
import type { Settings } from './contract/methods.ts'
import type { HostListener, KeypilotOptions } from './host-actions.ts'
import { createSecretsInFlight } from './secrets-in-flight.ts'
import { createLog, type Log, type Paths, resolvePaths } from './storage/index.ts'
import { watchFolders } from './system/watch-folders.ts'
import type { Wired } from './wiring.ts'

export type { HostActions, HostListener, HostSecrets, KeypilotOptions } from './host-actions.ts'

export interface Keypilot {
  readonly dispatch: Dispatch
  readonly log: Log
  readonly paths: Paths
  readSettings(): Promise<Settings>
  /** Watches the files of ssh, the saved connections and the settings, for a page that shows them; returns the function that ends it. */
  watch(listener: HostListener): () => void
  /** Resolves when everything logged so far is on disk; for a host about to end at once. */
  close(): Promise<void>
}

/** Hosts call this once. */
export function createKeypilot(options: KeypilotOptions): Keypilot {
  const paths = options.paths ?? resolvePaths()
  const secrets = createSecretsInFlight()
  const log = createLog(paths, undefined, secrets.hide)
  let wiring: Promise<Wired> | null = null
  const wired = () => {
    wiring ??= import('./wiring.ts').then(({ wire }) => wire({ ...options, paths, log }))
    return wiring
  }
  return {
    dispatch: secrets.watch(async (...call) => (await wired()).dispatch(...call)),
    log,
    paths,
    readSettings: async () => (await wired()).settings.read(),
    watch(listener) {
      const folders = [paths.sshDir, join(paths.home, '.runpod', 'ssh')]
      const ring = () => listener('keys.changed', {})
      const watched = watchFolders(folders, ring, {
        ignore: (name) => name.endsWith('.keypilot-tmp'),
      })
      const own = (file: string, event: 'connections.changed' | 'settings.changed') =>
        watchFolders([paths.dataDir], () => listener(event, {}), {
          ignore: (name) => name !== basename(file),
        })
      const saved = own(paths.connectionsFile, 'connections.changed')
      const settled = own(paths.settingsFile, 'settings.changed')
      return () => {
        watched.close()
        saved.close()
        settled.close()
      }
    },
    close: () => log.flush(),
  }
}
