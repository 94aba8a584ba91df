/** Ed25519 pairs in a folder, made without ssh-keygen. */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makePair } from '../../main/keys/make-pair.ts'
import { formatPublicKeyLine, parsePublicKeyBlob } from '../../main/public-keys/index.ts'

export interface WrittenPair {
  readonly path: string
  readonly publicLine: string
}

export async function writePairs(folder: string, count: number): Promise<readonly WrittenPair[]> {
  const written: WrittenPair[] = []
  for (let index = 0; index < count; index++) {
    const comment = `key ${index}`
    const { privateFile, publicBlob } = await makePair({ type: 'ed25519', comment })
    const key = parsePublicKeyBlob(publicBlob, comment)
    if (key === null) throw new Error('a key was made that cannot be read')
    const path = join(folder, `key${String(index).padStart(3, '0')}`)
    const publicLine = formatPublicKeyLine(key)
    await writeFile(path, privateFile, { mode: 0o600 })
    await writeFile(`${path}.pub`, `${publicLine}\n`)
    written.push({ path, publicLine })
  }
  return written
}
