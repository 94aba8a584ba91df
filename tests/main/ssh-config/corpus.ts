/** Configs of every construction, as people and tools write them: `tests/vectors/ssh-config`. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface CorpusCase {
  readonly name: string
  readonly text: string
  /** What `ssh -G` does with the file; null when that differs between its versions. */
  readonly accepted: boolean | null
}

const FOLDER = join(import.meta.dirname, '../../vectors/ssh-config')

function casesOf(folder: string, accepted: boolean | null): readonly CorpusCase[] {
  return readdirSync(join(FOLDER, folder)).map((file) => ({
    name: file.replace(/\.conf$/, '').replaceAll('-', ' '),
    text: readFileSync(join(FOLDER, folder, file), 'utf8'),
    accepted,
  }))
}

export const corpus: readonly CorpusCase[] = [
  ...casesOf('accepted', true),
  ...casesOf('refused', false),
  ...casesOf('differs', null),
]

/** Those of one folder, or one by its name. */
export function corpusCase(name: string): CorpusCase {
  const found = corpus.find((one) => one.name === name)
  if (found === undefined) throw new Error(`No config "${name}" in the corpus`)
  return found
}
