/**
 * How Windows programs built with Microsoft's C runtime split their command line.
 * Source: learn.microsoft.com, "Parsing C command-line arguments" (rules since Visual C++ 2008).
 */

export function splitCommandLine(line: string): string[] {
  const words: string[] = []
  let word: string | null = null
  let quoted = false
  for (let at = 0; at < line.length; ) {
    const char = line.charAt(at)
    if (char === '\\') {
      const run = /^\\+/.exec(line.slice(at))?.[0].length ?? 0
      at += run
      if (line[at] !== '"') word = (word ?? '') + '\\'.repeat(run)
      else {
        word = (word ?? '') + '\\'.repeat(Math.floor(run / 2))
        if (run % 2 === 1) {
          word += '"'
          at += 1
        }
      }
    } else if (char === '"') {
      word ??= ''
      if (quoted && line[at + 1] === '"') {
        word += '"'
        at += 1
      } else quoted = !quoted
      at += 1
    } else if (!quoted && (char === ' ' || char === '\t')) {
      if (word !== null) words.push(word)
      word = null
      at += 1
    } else {
      word = (word ?? '') + char
      at += 1
    }
  }
  if (word !== null) words.push(word)
  return words
}
