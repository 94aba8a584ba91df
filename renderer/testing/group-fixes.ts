/** How the ways out of a failure stand on the screen. */

import type { Fix } from '../contract.ts'

export type FixGroup =
  /** Neighbouring buttons share a row. */
  | { readonly kind: 'buttons'; readonly fixes: readonly Fix[] }
  /** A line to copy stands alone. */
  | { readonly kind: 'line'; readonly fix: Fix }

/** In the order they come in, which is the likeliest first. */
export function groupFixes(fixes: readonly Fix[]): readonly FixGroup[] {
  const groups: FixGroup[] = []
  let row: Fix[] | null = null
  for (const fix of fixes) {
    if (fix.kind === 'copy') {
      groups.push({ kind: 'line', fix })
      row = null
    } else if (row === null) {
      row = [fix]
      groups.push({ kind: 'buttons', fixes: row })
    } else {
      row.push(fix)
    }
  }
  return groups
}
