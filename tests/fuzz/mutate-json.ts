/** JSON that is still JSON: values changed in their kind, left out, doubled, or named like traps. */

import type { Random } from './random.ts'

const ODD_VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e308, 9_007_199_254_740_992, '', 'x', [], {}, [[]]],
  ...['\u0000', '\u001b[31m', '\ud800', '\u202e', '-oProxyCommand=x', '../../x', 'a\nb'],
  ...['x'.repeat(2_000), { id: null }, { length: 1e9 }, ['a', null, 7]],
]
const TRAPS = ['__proto__', 'constructor', 'toString', 'length', '0', '', 'then', 'toJSON']

type Changing = { [name: string]: unknown }

/** The text of the value with one to four changes, each somewhere in it. */
export function mutatedJson(random: Random, samples: readonly Buffer[]): Buffer {
  let value: unknown = JSON.parse(random.pick(samples).toString('utf8'))
  for (let left = 1 + random.below(4); left > 0; left--) value = change(value, random, 0)
  return Buffer.from(JSON.stringify(value) ?? 'null')
}

function change(value: unknown, random: Random, depth: number): unknown {
  const isHere = depth > 0 && random.below(3) === 0
  if (isHere || typeof value !== 'object' || value === null) return random.pick(ODD_VALUES)
  if (Array.isArray(value)) return changeArray(value, random, depth)
  const record = { ...value } as Changing
  const names = Object.keys(record)
  const name = names.length === 0 ? 'x' : random.pick(names)
  switch (random.below(5)) {
    case 0:
      delete record[name]
      return record
    case 1:
      return withOwn(record, random.pick(TRAPS), random.pick(ODD_VALUES))
    case 2:
      return withOwn(record, random.pick(TRAPS), { polluted: true })
    default:
      return withOwn(record, name, change(record[name], random, depth + 1))
  }
}

function changeArray(value: readonly unknown[], random: Random, depth: number): unknown {
  const at = random.below(value.length + 1)
  if (random.below(3) === 0) return [...value, ...value]
  return value.toSpliced(at, 1, change(value[at], random, depth + 1))
}

/** As `JSON.parse` does it: a member called `__proto__` is a member. */
function withOwn(record: Changing, name: string, value: unknown): Changing {
  return Object.defineProperty(record, name, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  })
}
