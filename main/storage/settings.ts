/** What the app remembers between runs: a small JSON file that never stops the app. */

import { readFile, stat } from 'node:fs/promises'
import { AppError } from '../contract/errors.ts'
import type { SaveSettingsParams, Settings, SetupState } from '../contract/methods.ts'
import { schemas } from '../contract/schemas.ts'
import { backupFile } from './backup.ts'
import { changeFile } from './change-file.ts'
import { errnoOf, fileError } from './file-error.ts'
import type { Paths } from './paths.ts'
import { holdsPrivateKey } from './redact.ts'

export interface SettingsStore {
  /** What is stored, with defaults for the rest. A damaged file is put among the backups and mended. */
  read(): Promise<Settings>
  /**
   * Stores the given parts; the others stay.
   *
   * @throws {AppError} `invalid-value` when one of them holds a private key; errors of writing
   */
  save(change: SaveSettingsParams): Promise<Settings>
}

const DEFAULTS: Settings = {
  theme: 'system',
  shell: null,
  setup: { keyId: null, command: '', publicKeys: null, reached: null, lastTest: null },
  terminal: null,
  checkForUpdates: false,
}

interface Stored {
  readonly settings: Settings
  /** The bytes that could not be understood as a whole; null when all is well. */
  readonly damaged: Buffer | null
}

export function createSettingsStore(paths: Paths): SettingsStore {
  const file = paths.settingsFile
  return {
    async read() {
      // A file that may not be read is no reason not to start; saving will say what is wrong.
      const { settings, damaged } = parseSettings(await readBytes(file).catch(() => null))
      if (damaged !== null) await mend(paths, damaged)
      return settings
    },
    async save(change) {
      refuseSecrets(change)
      const { damaged } = parseSettings(await readBytes(file))
      if (damaged !== null) await mend(paths, damaged)
      let saved = DEFAULTS
      await write(paths, (old) => {
        saved = merge(parseSettings(old).settings, change)
        return saved
      })
      return saved
    },
  }
}

/** Far more than the schema lets the app write. */
const MAX_BYTES = 16_777_216

/** Reading a pipe or a device would never end, and the app could not start. */
async function readBytes(file: string): Promise<Buffer | null> {
  try {
    const stats = await stat(file)
    if (!stats.isFile() || stats.size > MAX_BYTES) {
      throw new AppError(
        'unreadable',
        `Could not read the settings file ${file}: it is not a file that Keypilot has written. Move it away and try again.`,
      )
    }
    return await readFile(file)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null
    throw fileError(error, 'read the settings file', file)
  }
}

/** Settings change at every step of Setup; a backup of each would only fill the folder. */
async function write(paths: Paths, next: (old: Buffer | null) => Settings): Promise<void> {
  await changeFile(
    paths,
    paths.settingsFile,
    (old) => Buffer.from(`${JSON.stringify(next(old), null, 2)}\n`),
    { backup: false },
  )
}

/** Keeps the damaged file, then writes what could be saved of it. Failing to is no reason to stop. */
async function mend(paths: Paths, damaged: Buffer): Promise<void> {
  try {
    await backupFile(paths, paths.settingsFile, damaged, { reason: 'damaged settings file' })
    await write(paths, (old) => parseSettings(old).settings)
  } catch {
    // The settings that were read are good enough to go on with.
  }
}

/** What can be understood of a settings file, with defaults for the rest. Never throws. */
export function parseSettings(bytes: Buffer | null): Stored {
  if (bytes === null) return { settings: DEFAULTS, damaged: null }
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch {
    return { settings: DEFAULTS, damaged: bytes }
  }
  if (!isRecord(value)) return { settings: DEFAULTS, damaged: bytes }
  const { setup, ...rest } = value
  const parts = [
    ...wrap(rest),
    ...wrap(isRecord(setup) ? setup : {}).map((part) => ({ setup: part })),
  ]
  let settings = DEFAULTS
  let damaged: Buffer | null = setup === undefined || isRecord(setup) ? null : bytes
  // Part by part, so that one bad value does not cost the others.
  for (const part of parts) {
    const checked = schemas['settings.save'].safeParse(part)
    if (checked.success) settings = merge(settings, checked.data)
    else damaged = bytes
  }
  return { settings, damaged }
}

function wrap(record: {
  readonly [name: string]: unknown
}): { readonly [name: string]: unknown }[] {
  return Object.entries(record).map(([name, value]) => ({ [name]: value }))
}

function merge(old: Settings, change: SaveSettingsParams): Settings {
  const setup: SetupState = { ...old.setup, ...change.setup }
  return {
    theme: change.theme ?? old.theme,
    shell: change.shell === undefined ? old.shell : change.shell,
    setup,
    terminal: change.terminal === undefined ? old.terminal : change.terminal,
    checkForUpdates: change.checkForUpdates ?? old.checkForUpdates,
  }
}

function refuseSecrets(change: SaveSettingsParams): void {
  if (!holdsPrivateKey(JSON.stringify(change))) return
  throw new AppError(
    'invalid-value',
    'That is a private key, not an ssh command. It was not saved. Never paste a private key anywhere; paste the line that RunPod shows under Connect, which starts with “ssh”.',
  )
}

function isRecord(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
