/** Tells when anything in some folders changes, whichever program did it. */

import { type FSWatcher, watch } from 'node:fs'
import { basename, dirname } from 'node:path'

export interface FolderWatch {
  close(): void
}

export interface WatchOptions {
  /** Changes come in flocks: one call this long after the last of them. */
  readonly quietMs?: number
  /** Names of files whose changes say nothing, e.g. our own temporary ones. */
  readonly ignore?: (name: string) => boolean
}

const DEFAULT_QUIET_MS = 250
/** A program that writes without a pause does not keep us waiting longer. */
const MAX_WAIT_MS = 2_000

/**
 * Watches folders, not what is below them. A folder that does not exist yet is noticed when it
 * appears, also where the folders above it are still missing. Never throws: where the system cannot
 * watch (some network drives, too many watchers) changes are only seen when the list is read again.
 */
export function watchFolders(
  folders: readonly string[],
  onChange: () => void,
  options: WatchOptions = {},
): FolderWatch {
  const bell = debounce(onChange, options.quietMs ?? DEFAULT_QUIET_MS)
  const watches = folders.map((folder) => watchOne(folder, bell.ring, options.ignore))
  return {
    close() {
      bell.stop()
      for (const one of watches) one.close()
    },
  }
}

function watchOne(folder: string, ring: () => void, ignore: WatchOptions['ignore']): FolderWatch {
  let inside: FSWatcher | null = null
  let around: FSWatcher | null = null
  const close = () => {
    inside?.close()
    around?.close()
    inside = null
    around = null
  }
  const arm = () => {
    close()
    // The folder may be made, removed or replaced: that shows in the folder around it. First that
    // one, so that nothing is missed in between.
    around = watchAround(folder, () => {
      arm()
      ring()
    })
    inside = tryWatch(folder, (name) => {
      if (name === null || !ignore?.(name)) ring()
    })
  }
  arm()
  return { close }
}

/** Watches the nearest folder above that is there, for what leads to the folder. */
function watchAround(folder: string, onEvent: () => void): FSWatcher | null {
  const above = dirname(folder)
  if (above === folder) return null
  const watcher = tryWatch(above, (name) => {
    if (name === null || name === basename(folder)) onEvent()
  })
  return watcher ?? watchAround(above, onEvent)
}

function tryWatch(folder: string, onEvent: (name: string | null) => void): FSWatcher | null {
  try {
    const watcher = watch(folder, { persistent: false }, (_kind, name) => onEvent(name))
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    return null
  }
}

function debounce(action: () => void, quietMs: number): { ring(): void; stop(): void } {
  let timer: NodeJS.Timeout | null = null
  let since = 0
  const stop = () => {
    if (timer !== null) clearTimeout(timer)
    timer = null
  }
  const ring = () => {
    const now = performance.now()
    if (timer === null) since = now
    else clearTimeout(timer)
    const waitMs = Math.max(0, Math.min(quietMs, since + MAX_WAIT_MS - now))
    timer = setTimeout(() => {
      timer = null
      action()
    }, waitMs)
    timer.unref()
  }
  return { ring, stop }
}
