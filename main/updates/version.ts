/** Versions as Keypilot's releases have them: three numbers, and nothing else counts. */

/** `1.2.3`, perhaps with a `v` before it; null for anything else, test versions such as `1.2.3-rc.1` included. */
export function parseVersion(text: string): readonly [number, number, number] | null {
  const match = /^v?(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/.exec(text)
  if (match === null) return null
  const [, major, minor, patch] = match
  return [Number(major), Number(minor), Number(patch)]
}

/** Number by number: 0.10.0 is newer than 0.9.9. */
export function isNewer(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((part, index) => part !== other[index])
  return at !== -1 && (one[at] ?? 0) > (other[at] ?? 0)
}
