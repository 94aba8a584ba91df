/** Names and comments of other writing directions inside a sentence. */

/**
 * Hebrew, Arabic and the other scripts that run from right to left, and the invisible signs that turn
 * what follows them (Unicode Standard Annex 9).
 */
const TURNS =
  /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
/** Would end the isolation from inside. */
const ISOLATES = /[\u2066-\u2069]/g
const FIRST_STRONG_ISOLATE = '\u2068'
const POP_ISOLATE = '\u2069'

/**
 * A sentence to be shown, in which every stretch of words that turns the direction is isolated, as by
 * `<bdi>`: what stands before and after it keeps its place. Other texts stay as they are. Never for
 * what is copied or sent.
 */
export function isolated(text: string): string {
  if (!TURNS.test(text)) return text
  const parts: { turns: boolean; words: string[] }[] = []
  for (const word of text.split(' ')) {
    const turns = TURNS.test(word)
    const last = parts.at(-1)
    if (last?.turns === turns) last.words.push(word)
    else parts.push({ turns, words: [word] })
  }
  return parts
    .map(({ turns, words }) => (turns ? around(words.join(' ')) : words.join(' ')))
    .join(' ')
}

/** Quotes and commas around the name belong to the sentence. */
function around(words: string): string {
  const [, before = '', name = '', after = ''] =
    /^([“"'(]*)(.*?)([”"'),.:;?…]*)$/su.exec(words) ?? []
  return `${before}${FIRST_STRONG_ISOLATE}${name.replace(ISOLATES, '')}${POP_ISOLATE}${after}`
}
