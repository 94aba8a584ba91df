/** Files that are overwritten in place, as on Windows, and what a kill in that moment leaves. */

import { readEntry } from './entry.ts'

/** The bytes that stood at a path before the change; null when there were none. */
export type OldFiles = (path: string) => Promise<Buffer | null>

/** Whether a file holds the beginning of the new bytes and then the old ones: our own work, broken off. */
export async function isTorn(path: string, old: OldFiles, next: Buffer): Promise<boolean> {
  const entry = await readEntry(path)
  const before = await old(path)
  return entry.kind === 'file' && before !== null && isMixture(entry.data, before, next)
}

export function isMixture(now: Buffer, before: Buffer, next: Buffer): boolean {
  let same = 0
  while (same < now.length && same < next.length && now[same] === next[same]) same++
  return now.subarray(same).equals(before.subarray(same))
}
