/** A free name for an imported key: like its file's, or else like its type. */

import { basename } from 'node:path'
import type { KeyType } from '../../contract/methods.ts'
import { checkKeyName } from '../key-name.ts'
import { suggestKey } from '../suggest.ts'

const ENDING = /\.(?:ppk|pem|key|pub|priv|private|openssh|txt)$/i
const MAX_LENGTH = 80

/** `path`: the file that is imported; undefined for a pasted text. */
export async function suggestName(
  folder: string,
  path: string | undefined,
  type: KeyType,
): Promise<string> {
  const { taken } = await suggestKey(folder)
  const base = (path === undefined ? null : nameLike(path)) ?? nameByType(type)
  // Case does not tell names apart on Windows and macOS.
  const lower = new Set(taken.map((name) => name.toLowerCase()))
  if (!lower.has(base.toLowerCase())) return base
  let number = 2
  while (lower.has(`${base}_${number}`.toLowerCase())) number++
  return `${base}_${number}`
}

/** The file's name with nothing in it that shells or other systems mind; null when nothing is left. */
function nameLike(path: string): string | null {
  const name = basename(path.replaceAll('\\', '/'))
    .replace(ENDING, '')
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, '_')
    .replace(/^[._-]+/, '')
    .replace(/[._]+$/, '')
    .slice(0, MAX_LENGTH)
  try {
    checkKeyName(name)
    return name
  } catch {
    return null
  }
}

function nameByType(type: KeyType): string {
  const known = ['ed25519', 'ecdsa', 'rsa'].find((name) => type === name || type === `sk-${name}`)
  if (known === undefined) return 'id_imported'
  return type.startsWith('sk-') ? `id_${known}_sk` : `id_${known}`
}
