/** What the form for a new key starts with. */

import { hostname, userInfo } from 'node:os'
import type { KeySuggestion } from '../contract/methods.ts'
import { folderEntries } from './listing/folder.ts'

const FIRST_NAMES = ['id_ed25519', 'id_ed25519_runpod']

export async function suggestKey(folder: string): Promise<KeySuggestion> {
  const names = (await folderEntries(folder)).map((entry) => entry.name.replace(/\.pub$/i, ''))
  const taken = [...new Set(names)].sort()
  return { name: freeName(taken), comment: defaultComment(), taken }
}

/** Case does not tell names apart on Windows and macOS. */
function freeName(taken: readonly string[]): string {
  const lower = new Set(taken.map((name) => name.toLowerCase()))
  const first = FIRST_NAMES.find((name) => !lower.has(name))
  if (first !== undefined) return first
  let number = 2
  while (lower.has(`id_ed25519_${number}`)) number++
  return `id_ed25519_${number}`
}

/** `user@computer`, as `ssh-keygen` writes it. */
function defaultComment(): string {
  return `${userName()}@${hostname() || 'computer'}`.replaceAll(/[\s\p{Cc}]+/gu, '-')
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    // Containers run accounts that the user database does not know.
    return process.env.USER || process.env.USERNAME || 'me'
  }
}
