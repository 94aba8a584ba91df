/** The shortest way from one list to another (Myers, "An O(ND) Difference Algorithm", 1986). */

export interface Step {
  readonly kind: 'same' | 'removed' | 'added'
  /** Index in the old list; for added ones, where it would stand. */
  readonly before: number
  /** Index in the new list; for removed ones, where it would stand. */
  readonly after: number
}

/** Beyond this many steps the middle is given as all removed and all added. */
const MAX_STEPS = 500

/** Only the steps that change something. Equal beginnings and ends cost one comparison each. */
export function changedSteps(before: readonly string[], after: readonly string[]): readonly Step[] {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let [oldEnd, newEnd] = [before.length, after.length]
  while (oldEnd > start && newEnd > start && before[oldEnd - 1] === after[newEnd - 1]) {
    oldEnd--
    newEnd--
  }
  const steps = middle(before.slice(start, oldEnd), after.slice(start, newEnd))
  return steps.map((step) => ({
    ...step,
    before: step.before + start,
    after: step.after + start,
  }))
}

function middle(before: readonly string[], after: readonly string[]): readonly Step[] {
  const trace: Map<number, number>[] = []
  let furthest = new Map<number, number>([[1, 0]])
  const limit = Math.min(MAX_STEPS, before.length + after.length)
  for (let count = 0; count <= limit; count++) {
    const next = new Map<number, number>()
    for (let diagonal = -count; diagonal <= count; diagonal += 2) {
      let x = startOf(furthest, diagonal, count)
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal])
        x++
      next.set(diagonal, x)
      if (x >= before.length && x - diagonal >= after.length) {
        return walkBack(trace, before.length, after.length)
      }
    }
    trace.push(next)
    furthest = next
  }
  return [
    ...before.map((_, index) => ({ kind: 'removed', before: index, after: 0 }) as const),
    ...after.map((_, index) => ({ kind: 'added', before: before.length, after: index }) as const),
  ]
}

/** Where the furthest path on a diagonal continues: from the one above, or from the one on the left. */
function startOf(furthest: ReadonlyMap<number, number>, diagonal: number, count: number): number {
  const [left, above] = [furthest.get(diagonal - 1) ?? -1, furthest.get(diagonal + 1) ?? -1]
  return diagonal === -count || (diagonal !== count && left < above) ? above : left + 1
}

function walkBack(
  trace: readonly ReadonlyMap<number, number>[],
  oldLength: number,
  newLength: number,
): readonly Step[] {
  const steps: Step[] = []
  let [x, y] = [oldLength, newLength]
  for (let count = trace.length; count > 0; count--) {
    const furthest = trace[count - 1] ?? new Map()
    const diagonal = x - y
    const [left, above] = [furthest.get(diagonal - 1) ?? -1, furthest.get(diagonal + 1) ?? -1]
    const isAdded = diagonal === -count || (diagonal !== count && left < above)
    const from = isAdded ? diagonal + 1 : diagonal - 1
    const fromX = furthest.get(from) ?? 0
    const fromY = fromX - from
    if (isAdded) steps.push({ kind: 'added', before: fromX, after: fromY })
    else steps.push({ kind: 'removed', before: fromX, after: fromY })
    x = fromX
    y = fromY
  }
  return steps.reverse()
}
