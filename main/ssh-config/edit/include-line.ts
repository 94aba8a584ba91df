/** The one line by which the person's config includes Keypilot's own file. */

import { type ConfigDocument, encodeBytes } from '../document.ts'
import { quoteWord } from '../words.ts'
import { commentsAbove } from './blocks.ts'
import { replaceLines } from './replace-lines.ts'

/**
 * What may stand above: whoever says one of these first wins, so lines with them, and files that may
 * hold some, come after. In lower case.
 */
const COMPETING: ReadonlySet<string> = new Set([
  'host',
  'match',
  'include',
  'hostname',
  'user',
  'port',
  'identityfile',
  'identitiesonly',
  'hostkeyalias',
  'serveraliveinterval',
])

/** Adds `Include <value>` where it holds for every host and its settings win. */
export function addIncludeLine(document: ConfigDocument, value: string): ConfigDocument {
  const { lines } = document
  const first = lines.findIndex(({ directive }) => COMPETING.has(directive?.keyword ?? ''))
  const at = first < 0 ? lines.length : commentsAbove(lines, first)
  return replaceLines(document, at, 0, [`Include ${quoteWord(encodeBytes(value), '')}`])
}

/**
 * Indexes of the lines that include only one file, and that one: `meansIt` gets the argument, one
 * character per byte. With `onlyTop`, those before the first block, which hold for every host.
 */
export function includeLines(
  { lines }: ConfigDocument,
  meansIt: (value: string) => boolean,
  options: { readonly onlyTop: boolean },
): readonly number[] {
  const found: number[] = []
  for (const [index, { directive }] of lines.entries()) {
    const { keyword, words = [] } = directive ?? {}
    if (options.onlyTop && (keyword === 'host' || keyword === 'match')) break
    if (keyword !== 'include' || words.length !== 1) continue
    if (meansIt(words[0]?.value ?? '')) found.push(index)
  }
  return found
}

/** Without these lines. */
export function removeLines(document: ConfigDocument, indexes: readonly number[]): ConfigDocument {
  let result = document
  for (const index of indexes.toSorted((a, b) => b - a)) result = replaceLines(result, index, 1, [])
  return result
}
