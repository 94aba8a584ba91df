/** The one way in which lines of a document come and go. */

import { type ConfigDocument, type ConfigLine, changedLine, parseLine } from '../document.ts'

/** Line ending of the file: that of its first line. */
export function endingOf({ lines }: ConfigDocument): '\n' | '\r\n' {
  return lines[0]?.ending === '\r\n' ? '\r\n' : '\n'
}

/**
 * The document with `count` lines from index `at` on replaced by `texts` (without line endings, one
 * character per byte). A line that takes the place of another keeps its ending, and a file whose last
 * line is not ended stays one, so that adding lines and removing them again gives back every byte.
 */
export function replaceLines(
  document: ConfigDocument,
  at: number,
  count: number,
  texts: readonly string[],
): ConfigDocument {
  const { lines } = document
  const ending = endingOf(document)
  const before = lines.slice(0, at)
  const old = lines.slice(at, at + count)
  const after = lines.slice(at + count)
  const added = texts.map((text, index) =>
    parseLine(text + (old[index]?.ending || ending), at + index + 1),
  )
  const shift = added.length - old.length
  const moved =
    shift === 0 ? after : after.map((line) => changedLine(line, { number: line.number + shift }))
  const all = [...before, ...added, ...moved]
  if (after.length > 0 || lines.at(-1)?.ending !== '') return { lines: all }
  // The last line was not ended, and another is the last one now.
  if (old.length === 0 && at > 0) all[at - 1] = ended(all[at - 1], ending)
  const last = all.length - 1
  if (last >= 0) all[last] = ended(all[last], '')
  return { lines: all }
}

function ended(line: ConfigLine | undefined, ending: ConfigLine['ending']): ConfigLine {
  if (line === undefined) throw new Error('there is no such line')
  return changedLine(line, { ending })
}
