/** Numbers that look random and are the same again for the same seed, on every computer. */

export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number
  pick<T>(list: readonly T[]): T
}

/** One generator for each input, so that an input can be made again from its number alone. */
export function randomFor(name: string, seed: number, index: number): Random {
  let state = seed ^ Math.imul(index + 1, 0x9e3779b1)
  for (const character of name) state = Math.imul(state ^ character.charCodeAt(0), 0x01000193)
  // Mulberry32.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return { below, pick: (list) => list[below(list.length)] as (typeof list)[number] }
}
