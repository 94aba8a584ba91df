/** Joins findings that are one thing to the person who pasted them. */

import type { Finding } from './finding.ts'
import type { ProblemCode } from './problems.ts'

const ONE_KIND: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'comment-line',
  'keygen-output',
  'not-a-key',
  'unknown-base64',
])
const DAMAGED: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'altered-key',
  'incomplete-key',
  'invalid-character',
])

/** Joins lines of one kind that follow each other, and the later lines of a damaged wrapped key. */
export function mergeNeighbours(text: string, findings: readonly Finding[]): readonly Finding[] {
  const merged: Finding[] = []
  for (const finding of findings) {
    const last = merged.at(-1)
    if (last !== undefined && belongsTo(text, last, finding)) {
      merged[merged.length - 1] = { ...last, end: finding.end }
    } else merged.push(finding)
  }
  return merged
}

function belongsTo(text: string, last: Finding, next: Finding): boolean {
  const [first, second] = [last.notes[0]?.code, next.notes[0]?.code]
  if (first === undefined || second === undefined || last.key !== null || next.key !== null) {
    return false
  }
  if (!/^[^\S\n]*\n?[^\S\n]*$/.test(text.slice(last.end, next.start))) return false
  if (first === second) return ONE_KIND.has(first)
  if (first === 'keygen-output') return second === 'fingerprint'
  return DAMAGED.has(first) && second === 'unknown-base64'
}
