/** Texts of RunPod's answers as they are shown. */

import { printable } from '../system/printable.ts'

const MAX_SHOWN = 200

/** Null for what is missing or holds nothing to show. */
export function shown(text: string | null): string | null {
  const line = text === null ? '' : printable(text.slice(0, 4_096), MAX_SHOWN)
  return line === '' ? null : line
}

/** `2 × NVIDIA RTX 4090`; null when the kind is not known. */
export function gpus(kind: string | null, count: number | null): string | null {
  const name = shown(kind)
  if (name === null) return null
  return count === null || count <= 1 ? name : `${count} × ${name}`
}
