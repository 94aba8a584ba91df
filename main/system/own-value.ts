/** Tables whose names come from outside. */

/** Of the table itself: every object also has a `constructor` and a `toString`, which no table means. */
export function ownValue<T>(table: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
