/** Which hosts a change can reach, by our own reading: the lines that hold for a name, before and after. */

import { decodeValue } from '../../document.ts'
import { isPattern } from '../../host-patterns.ts'
import { changedSteps } from './difference.ts'
import { type AppliedLine, type FlatBlock, holdsFor, linesFor } from './flatten.ts'

export interface Comparison {
  /** As text: every name that a Host line spells out, one for each pattern, and one for all others. */
  readonly names: readonly string[]
  /** Those for which other lines hold now, or the same in another order. */
  readonly changed: readonly string[]
}

/** Stands for every host that the config does not name. */
export const ANY_OTHER_HOST = 'any-other-host'

export function compareBlocks(
  before: readonly FlatBlock[],
  after: readonly FlatBlock[],
): Comparison {
  const steps = changedSteps(keysOf(before), keysOf(after))
  const touched = steps.flatMap((step) => {
    const block = step.kind === 'removed' ? before[step.before] : after[step.after]
    return block === undefined ? [] : [block]
  })
  const names = namesIn([...before, ...after])
  const [old, now] = [indexOf(before), indexOf(after)]
  const changed = names.filter(
    (name) =>
      touched.some((block) => holdsFor(block, name) !== 'no') &&
      textsOf(old(name)) !== textsOf(now(name)),
  )
  return { names: names.map(shown), changed: changed.map(shown) }
}

/** Finds the lines for a name without asking every block. Names are one character per byte. */
export function indexOf(blocks: readonly FlatBlock[]): (name: string) => readonly AppliedLine[] {
  const byName = new Map<string, number[]>()
  const general: number[] = []
  for (const [index, { conditions }] of blocks.entries()) {
    const inner = conditions.at(-1)
    if (inner?.kind !== 'host' || inner.words.some(isPattern)) general.push(index)
    else for (const word of new Set(inner.words)) add(byName, word, index)
  }
  return (name) => {
    const indexes = [...general, ...(byName.get(name) ?? [])].sort((a, b) => a - b)
    return linesFor(
      indexes.flatMap((index) => blocks[index] ?? []),
      name,
    )
  }
}

function add(map: Map<string, number[]>, name: string, index: number): void {
  const list = map.get(name)
  if (list === undefined) map.set(name, [index])
  else list.push(index)
}

function textsOf(lines: readonly AppliedLine[]): string {
  return lines.map(({ text }) => text).join('\n')
}

function keysOf(blocks: readonly FlatBlock[]): readonly string[] {
  return blocks.map(({ key }) => key)
}

function namesIn(blocks: readonly FlatBlock[]): readonly string[] {
  const names = new Set<string>([ANY_OTHER_HOST])
  for (const { conditions } of blocks) {
    for (const condition of conditions) {
      if (condition.kind !== 'host') continue
      for (const word of condition.words) names.add(sample(word))
    }
  }
  return [...names]
}

/** A name that a pattern means. */
function sample(word: string): string {
  return word.replace(/^!/, '').replaceAll(/[*?]/g, 'x')
}

function shown(name: string): string {
  return decodeValue(name) ?? name
}
