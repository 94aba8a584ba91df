/** Keypilot's own file: how it begins, how an entry stands in it, and how the config includes it. */

import { userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import type { HostEntry } from '../../contract/methods.ts'
import type { Paths } from '../../storage/index.ts'
import { type ConfigDocument, encodeBytes } from '../document.ts'
import { replaceLines } from '../edit/replace-lines.ts'
import { managedConfigPath } from '../managed-path.ts'
import type { Surroundings } from '../surroundings.ts'
import { quoteWord } from '../words.ts'
import { settingsOf } from './check-entry.ts'
import { namedPaths } from './verify/read-tree.ts'

const HEADER = [
  '# Keypilot keeps this file: it adds, changes and removes hosts here.',
  '# Your own hosts belong in the file "config", which includes this one.',
]
/** Remembers, for the day when the last entry goes, that nobody else made the config. */
const MADE_CONFIG = '# Keypilot also made the file "config".'
const INDENT = '    '
/** Seconds; keeps a connection through routers that forget idle ones. */
const SERVER_ALIVE_INTERVAL = 30

export function newManagedFile(options: { readonly madeConfig: boolean }): ConfigDocument {
  const texts = options.madeConfig ? [...HEADER, MADE_CONFIG] : HEADER
  return replaceLines({ lines: [] }, 0, 0, texts)
}

export function saysConfigWasMade({ lines }: ConfigDocument): boolean {
  return lines.some(({ text }) => text === MADE_CONFIG)
}

export function entryLines(entry: HostEntry, around: Surroundings): readonly string[] {
  const settings = settingsOf(entry, around).map(
    ({ name, value }) => `${INDENT}${name} ${quoted(value)}`,
  )
  return [
    `Host ${entry.alias}`,
    ...settings,
    `${INDENT}ServerAliveInterval ${SERVER_ALIVE_INTERVAL}`,
  ]
}

function quoted(value: string): string {
  return Buffer.from(quoteWord(encodeBytes(value), ''), 'latin1').toString('utf8')
}

/**
 * The argument of the Include line. ssh looks for a bare name in the `.ssh` of the account's home;
 * another folder needs the whole path.
 */
export function includeValue(paths: Paths, around: Surroundings): string {
  const path = managedConfigPath(paths)
  if (isAccountFolder(paths)) return 'keypilot.conf'
  return around.platform === 'win32' ? path.replaceAll('\\', '/') : path
}

/** Whether an Include argument, one character per byte, means Keypilot's file. */
export function meansManagedFile(paths: Paths, around: Surroundings): (value: string) => boolean {
  const path = managedConfigPath(paths)
  return (value) => {
    const named = namedPaths({ words: [{ start: 0, end: 0, value }] }, around)
    return named !== null && named.length === 1 && named[0] === path
  }
}

function isAccountFolder({ sshDir }: Paths): boolean {
  try {
    return resolve(sshDir) === join(userInfo().homedir, '.ssh')
  } catch {
    // An account that the system does not know has no home to ssh.
    return false
  }
}
