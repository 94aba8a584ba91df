/** Finds what somebody types in a list of names. */

/**
 * The next item whose name starts with what was typed, from `from` on and around the end. One
 * letter, typed again and again, goes from one to the next.
 *
 * @returns its index, or -1
 */
export function findByTyping(
  items: readonly { readonly name: string }[],
  typed: string,
  from: number,
): number {
  const folded = fold(typed)
  const letters = new Set(folded)
  const prefix = letters.size === 1 ? folded.slice(0, 1) : folded
  const start = letters.size === 1 ? from + 1 : from
  const order = items.map((_, step) => (start + step + items.length) % items.length)
  return order.find((index) => fold(items[index]?.name ?? '').startsWith(prefix)) ?? -1
}

/** For comparing what was typed: without case, and however accents are encoded. */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

/** The words of a search, folded. */
export function wordsOf(search: string): readonly string[] {
  return fold(search)
    .split(/\s+/)
    .filter((word) => word !== '')
}
