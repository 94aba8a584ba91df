/** Turns findings into the entries of the report: verdict, repaired line, and every problem said once. */

import type { PublicKeyEntry } from '../contract/types/public-keys.ts'
import { withoutControls } from '../system/printable.ts'
import { cleanComment } from './comment.ts'
import { excerptOf } from './excerpt.ts'
import type { Finding, Note } from './finding.ts'
import { judgeKey } from './judge.ts'
import { formatPublicKeyLine } from './line.ts'
import { effectOf, toProblem } from './problems.ts'
import type { PublicKey } from './public-key.ts'
import type { Source } from './source.ts'

/** RunPod's field holds at most 812 Ed25519 keys; looking deeper into more would only take time. */
const MAX_DEEP_CHECKS = 1_000

/** The entries of a text, in order. With a secret in the text nothing unrecognised is echoed. */
export function entriesOf(
  source: Source,
  findings: readonly Finding[],
  hasSecret: boolean,
): readonly PublicKeyEntry[] {
  const lineOfKey = new Map<string, number>()
  let keys = 0
  return findings.map((finding, index) => {
    const notes = [...finding.notes, ...sharedLineNotes(source, findings, index)]
    const key = finding.key && { ...finding.key, comment: safeComment(finding.key, hasSecret) }
    if (key !== null) {
      keys++
      notes.push(...judgeKey(key, keys <= MAX_DEEP_CHECKS))
      notes.push(...source.notesOf(finding.start, finding.end).map((code) => ({ code })))
      notes.push(...duplicateNotes(key, isRejected(notes), source.lineOf(finding.start), lineOfKey))
    }
    return toEntry(source, finding, key, notes, hasSecret)
  })
}

function toEntry(
  source: Source,
  { start, end }: Finding,
  key: PublicKey | null,
  notes: readonly Note[],
  hasSecret: boolean,
): PublicKeyEntry {
  const shown = unique(isRejected(notes) ? notes.filter(isFault) : notes)
  const rejected = key === null || isRejected(shown)
  const line = key === null ? null : formatPublicKeyLine(key)
  const repairs = shown.some(({ code }) => effectOf(code) === 'repair')
  const original = source.text.slice(start, end)
  const text = original.trimStart()
  const begin = start + original.length - text.length
  return {
    firstLine: source.lineOf(begin),
    lastLine: source.lineOf(Math.max(begin, begin + text.trimEnd().length - 1)),
    verdict: rejected ? 'rejected' : repairs ? 'repaired' : 'ok',
    type: key?.type ?? 'unknown',
    bits: key?.bits ?? null,
    comment: withoutControls(key?.comment ?? ''),
    fingerprint: key?.fingerprint ?? null,
    excerpt: excerptFor(original, line, shown, hasSecret),
    repaired: rejected ? null : line,
    problems: shown.map(toProblem),
  }
}

function excerptFor(
  original: string,
  line: string | null,
  notes: readonly Note[],
  hasSecret: boolean,
): string {
  if (hasSecret) return line === null ? '' : excerptOf(line)
  const silent = notes.some(({ code }) => effectOf(code) === 'stop' || code === 'unknown-base64')
  return silent ? '' : excerptOf(original)
}

/** Beside a secret, a word of coded characters in a comment may be a piece of it. */
function safeComment({ comment }: PublicKey, hasSecret: boolean): string {
  if (!hasSecret) return comment
  const words = comment.split(/\s+/).filter((word) => !/^[A-Za-z0-9+/=]{16,}$/.test(word))
  return cleanComment(words.join(' '), '').comment
}

function sharedLineNotes(
  source: Source,
  findings: readonly Finding[],
  index: number,
): readonly Note[] {
  const here = findings[index]
  if (here === undefined || here.key === null) return []
  const shares = [findings[index - 1], findings[index + 1]].some((other) => {
    if (other === undefined || other.key === null) return false
    const [first, second] = other.start < here.start ? [other, here] : [here, other]
    return !source.text.slice(first.end, second.start).includes('\n')
  })
  return shares ? [{ code: 'several-on-one-line' }] : []
}

function duplicateNotes(
  { blob }: PublicKey,
  rejected: boolean,
  line: number,
  lineOfKey: Map<string, number>,
): readonly Note[] {
  if (rejected) return []
  const id = blob.toString('latin1')
  const first = lineOfKey.get(id)
  if (first !== undefined) return [{ code: 'duplicate', values: { line: String(first) } }]
  lineOfKey.set(id, line)
  return []
}

function isFault({ code }: Note): boolean {
  return effectOf(code) === 'reject' || effectOf(code) === 'stop'
}

function isRejected(notes: readonly Note[]): boolean {
  return notes.some(isFault)
}

function unique(notes: readonly Note[]): readonly Note[] {
  return notes.filter(({ code }, index) => notes.findIndex((note) => note.code === code) === index)
}
