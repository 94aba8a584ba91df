/**
 * The log file: one JSON object per line, one file per day, the last 14 are kept. Logging never
 * fails and never waits; lines are written in the background.
 */

import { appendFile, readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { ensurePrivateDirectory } from './directories.ts'
import type { Paths } from './paths.ts'
import { isSecretName, redact } from './redact.ts'

export type Fields = { readonly [name: string]: string | number | boolean | null }

export interface Log {
  info(event: string, fields?: Fields): void
  warn(event: string, fields?: Fields): void
  error(event: string, fields?: Fields): void
  /** Today's file. */
  readonly file: string
}

export interface FileLog extends Log {
  /** Resolves when every line so far is in the file, or could not be written. */
  flush(): Promise<void>
}

const KEPT_FILES = 14
const MAX_TEXT_LENGTH = 8_192
/** Lines that wait while the disk is stuck; the oldest ones are dropped beyond this. */
const MAX_WAITING = 10_000
const LOG_NAME = /^keypilot-\d{4}-\d\d-\d\d\.log$/

/**
 * @param echo gets every line as it is written, secrets already removed
 * @param hide removes secrets that are known by their text, not by what stands around them
 */
export function createLog(
  paths: Paths,
  echo?: (line: string) => void,
  hide: (text: string) => string = (text) => text,
): FileLog {
  const writer = createWriter(paths)
  const write = (level: string, event: string, fields: Fields = {}): void => {
    const at = new Date().toISOString()
    const line = JSON.stringify({ at, level, event, ...cleanFields(fields, paths.home, hide) })
    echo?.(line)
    writer.append(logFile(paths, at), `${line}\n`)
  }
  return {
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
    get file() {
      return logFile(paths, new Date().toISOString())
    },
    flush: () => writer.flush(),
  }
}

function cleanFields(fields: Fields, home: string, hide: (text: string) => string): Fields {
  const entries = Object.entries(fields).map(([name, value]) => {
    if (value !== null && isSecretName(name)) return [name, '[removed]'] as const
    if (typeof value !== 'string') return [name, value] as const
    // Cut after the removal: half a private key would no longer look like one.
    return [name, redact(hide(value), home).slice(0, MAX_TEXT_LENGTH)] as const
  })
  return Object.fromEntries(entries)
}

function logFile(paths: Paths, at: string): string {
  return join(paths.logDir, `keypilot-${at.slice(0, 10)}.log`)
}

interface Writer {
  append(file: string, line: string): void
  flush(): Promise<void>
}

function createWriter(paths: Paths): Writer {
  let waiting: { readonly file: string; readonly line: string }[] = []
  let writing: Promise<void> | null = null
  let currentFile = ''

  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const file = waiting[0]?.file ?? ''
      const lines = waiting.filter((entry) => entry.file === file).map((entry) => entry.line)
      waiting = waiting.filter((entry) => entry.file !== file)
      try {
        if (file !== currentFile) {
          await ensurePrivateDirectory(paths.logDir)
          await removeOldFiles(paths)
          currentFile = file
        }
        await appendFile(file, lines.join(''), { mode: 0o600 })
      } catch {
        // A log that cannot be written must not stop the app. The folder is tried again next time.
        currentFile = ''
      }
    }
    writing = null
  }

  return {
    append(file, line) {
      waiting.push({ file, line })
      if (waiting.length > MAX_WAITING) waiting.shift()
      // Started in a later turn, so that a burst of lines becomes one write.
      writing ??= Promise.resolve().then(writeAll)
    },
    flush: () => writing ?? Promise.resolve(),
  }
}

/** The names sort by date. Room is left for today's file, which may not be there yet. */
async function removeOldFiles(paths: Paths): Promise<void> {
  const names = (await readdir(paths.logDir)).filter((name) => LOG_NAME.test(name)).sort()
  const today = logFile(paths, new Date().toISOString())
  const others = names.filter((name) => join(paths.logDir, name) !== today)
  const excess = others.slice(0, Math.max(0, others.length - (KEPT_FILES - 1)))
  await Promise.all(excess.map((name) => unlink(join(paths.logDir, name)).catch(() => {})))
}
