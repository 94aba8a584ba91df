/** A name for a copy of a key. */

import { lstat } from 'node:fs/promises'
import { join } from 'node:path'

const TRIES = 99

/** The key's own name, or with a number behind it when that is taken. */
export async function freeName(folder: string, name: string): Promise<string> {
  for (let number = 1; number <= TRIES; number++) {
    const candidate = number === 1 ? name : `${name}_${number}`
    const isTaken = await lstat(join(folder, candidate)).then(
      () => true,
      () => false,
    )
    if (!isTaken) return candidate
  }
  return name
}
