/** Splits a line written with cmd's carets: cmd takes them away, then the C runtime splits the rest. */

import type { Word, Words } from './words.ts'

/** Rules: see `quoteCmd`, which writes such lines for paths with a percent sign. */
export function tokenizeCmd(line: string): Words {
  const { text, rest } = removeCarets(line)
  const words: Word[] = []
  let word: string[] = []
  let started = false
  let quoted = false
  const end = () => {
    if (started) words.push({ text: word.join(''), quoted: true })
    word = []
    started = false
  }
  // Backslashes count only in front of a quote, two for one.
  for (const [piece] of text.matchAll(/\\*"|\\+|[^\\"]/gs)) {
    if (!quoted && /\s/.test(piece)) end()
    else {
      started = true
      const backslashes = piece.length - 1
      if (!piece.endsWith('"')) word.push(piece)
      else {
        word.push('\\'.repeat(Math.floor(backslashes / 2)))
        if (backslashes % 2 === 1) word.push('"')
        else quoted = !quoted
      }
    }
  }
  end()
  return { words, unclosedQuote: quoted, rest }
}

/** Outside plain quotes a caret takes the next character as it is, and an operator ends the command. */
function removeCarets(line: string): { text: string; rest: string } {
  const text: string[] = []
  let quoted = false
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at)
    if (char === '"') quoted = !quoted
    if (!quoted && '&|<>'.includes(char)) return { text: text.join(''), rest: line.slice(at) }
    if (!quoted && char === '^') at += 1
    text.push(line.charAt(at))
  }
  return { text: text.join(''), rest: '' }
}
