/** A copy of the config and its includes in a folder of its own, as ssh would find it after a change. */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Paths } from '../../../storage/index.ts'
import { encodeBytes, printDocument } from '../../document.ts'
import { replaceLines } from '../../edit/replace-lines.ts'
import { quoteWord } from '../../words.ts'
import type { Tree, TreeFile } from './read-tree.ts'

export interface Mirror {
  /** For whoever reads a config: its ssh folder is the copy. */
  readonly paths: Paths
  /** What a program says of the copies, said of the files themselves. */
  inWords(text: string): string
}

/** `folder` is empty, and only this account can look into it. */
export async function writeMirror(paths: Paths, tree: Tree, folder: string): Promise<Mirror> {
  const copies = new Map<string, string>()
  let count = 0
  for (const path of tree.files.keys()) {
    copies.set(path, join(folder, path === tree.root ? 'config' : `included-${++count}`))
  }
  for (const [path, copy] of copies) {
    const file = tree.files.get(path)
    if (file !== undefined) await writeFile(copy, printCopy(file, copies), { mode: 0o600 })
  }
  if (tree.root === null) await writeFile(join(folder, 'config'), '', { mode: 0o600 })
  return {
    paths: { ...paths, sshDir: folder },
    inWords(text) {
      let words = text
      // Longer names first: "included-1" begins "included-10".
      for (const [path, copy] of [...copies].sort(([, a], [, b]) => b.length - a.length)) {
        words = words.replaceAll(copy, path)
      }
      return words
    },
  }
}

/** Include lines lead to the copies; the numbers of the lines stay. */
function printCopy(file: TreeFile, copies: ReadonlyMap<string, string>): Buffer {
  let { document } = file
  for (const [index, named] of file.includes) {
    if (named === null) continue
    const there = named.flatMap((path) => copies.get(path) ?? [])
    const words = there.map((copy) => quoteWord(encodeBytes(copy), ''))
    const text = words.length > 0 ? `Include ${words.join(' ')}` : '# Include'
    document = replaceLines(document, index, 1, [text])
  }
  return printDocument(document)
}
