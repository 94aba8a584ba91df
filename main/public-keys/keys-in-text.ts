/** Finds the keys of a text by their base64, and what belongs to each: type word, comment, wrapping. */

import { readBlob } from './blob-reader.ts'
import { cleanComment } from './comment.ts'
import { type Finding, lineEnd, lineStart, type Note } from './finding.ts'
import { nameOfPrefix } from './prefix.ts'
import type { ProblemCode } from './problems.ts'
import type { PublicKey } from './public-key.ts'
import { type TypeWord, typeNameAt, typeWordBefore } from './type-word.ts'
import { CERTIFICATE, layoutOf } from './wire.ts'

/** A key, or what is left of one, before its surroundings are looked at. */
interface Candidate {
  readonly word: TypeWord | null
  /** Where its base64 starts and ends. */
  readonly start: number
  readonly end: number
  readonly key: PublicKey | null
  readonly notes: readonly Note[]
  readonly width: number | null
}

/** Fewer characters than this are no key unless a type word stands in front of them. */
const MIN_LENGTH = 24

/** Every blob starts with the length of a short name, so with zeros; a wrap may fall between them. */
const BLOB_START =
  /A(?:\n[ \t]{0,64})?A(?:\n[ \t]{0,64})?A(?:\n[ \t]{0,64})?A(?=[\n\sA-Za-z0-9+/_.…[<{*-])/g

/** Every key of the text in order, each with everything on its line that belongs to it. */
export function findKeys(text: string): readonly Finding[] {
  const candidates = findCandidates(text)
  const findings: Finding[] = []
  let floor = 0
  candidates.forEach((candidate, index) => {
    const next = candidates[index + 1]
    const finding = toFinding(text, candidate, floor, next)
    floor = finding.end
    findings.push(finding)
  })
  return findings
}

function findCandidates(text: string): readonly Candidate[] {
  const candidates: Candidate[] = []
  let floor = 0
  for (const { index } of text.matchAll(BLOB_START)) {
    if (index < floor) continue
    const word = typeWordBefore(text, index, floor, typeNameAt(text, index))
    const glued = index > floor && /[A-Za-z0-9+/]/.test(text.charAt(index - 1))
    if (word === null && glued) continue
    const { key, end, notes, width } = readBlob(text, index)
    if (key === null && word === null && end - index < MIN_LENGTH) {
      if (!notes.some(({ code }) => code === 'placeholder') || !/^[.…]/.test(text.slice(end)))
        continue
    }
    candidates.push(judgeType({ word, start: index, end, key, notes, width }))
    floor = end
  }
  return candidates
}

/** Compares the word with the type inside the blob, which is the one that counts. */
function judgeType(candidate: Candidate): Candidate {
  const { word, key, notes } = candidate
  if (key === null) return candidate
  const known = layoutOf(key.typeWord) !== null || key.typeWord.endsWith(CERTIFICATE)
  if (word?.text === key.typeWord) return candidate
  // A type we do not know and no word that confirms it: more likely a damaged key than a new one.
  if (!known) return { ...candidate, key: null, notes: [{ code: 'altered-key' }] }
  const values = { type: key.typeWord, word: word?.text ?? '' }
  const code = word === null ? 'missing-type' : 'type-mismatch'
  return { ...candidate, notes: [...notes, { code, values }] }
}

function toFinding(
  text: string,
  candidate: Candidate,
  floor: number,
  next: Candidate | undefined,
): Finding {
  const { word, end } = candidate
  const start = word?.start ?? candidate.start
  const before = text.slice(floor, start)
  const sameLine = floor > 0 && !before.includes('\n')
  const lineBegin = sameLine ? start : floor + before.lastIndexOf('\n') + 1
  const prefix = text.slice(lineBegin, start)
  const nextStart = next?.word?.start ?? next?.start ?? text.length
  const after = text.slice(end, nextStart)
  const followed = next !== undefined && !after.includes('\n')
  const limit = followed ? nextStart : end + lineEnd(after, 0)
  const codes = [...nameOfPrefix(prefix), ...separatorCodes(text, candidate)]
  if (/^[ \t]*#/.test(prefix)) {
    return { start: lineBegin, end: limit, key: null, notes: [{ code: 'comment-line' }] }
  }
  const { comment, codes: ending } = cleanComment(text.slice(end, limit), text.charAt(start - 1))
  const wrapped = followed ? null : wrappedComment(text, candidate, limit, nextStart, comment)
  const notes: Note[] = [
    ...candidate.notes,
    ...[...codes, ...ending].map((code) => ({ code })),
    ...(wrapped === null ? [] : [{ code: 'wrapped-line' as const }]),
  ]
  const key = candidate.key && { ...candidate.key, comment: wrapped?.comment ?? comment }
  return {
    start: lineBegin,
    end: wrapped?.end ?? limit,
    key,
    notes,
  }
}

/** What stands between the type word and the base64, which should be one space. */
function separatorCodes(text: string, { word, start }: Candidate): readonly ProblemCode[] {
  if (word === null) return []
  const broken = /\s/.test(text.slice(word.start, word.end)) ? ['wrapped-line' as const] : []
  const gap = text.slice(word.end, start)
  if (gap === ' ') return broken
  if (gap === '') return [...broken, 'missing-space']
  if (gap.includes('\n')) return ['wrapped-line']
  return [...broken, gap.includes('\t') ? 'tab-between-fields' : 'extra-spaces']
}

/**
 * The comment when it goes on below, in a line that the window's width made: a window of 80 columns
 * ends exactly where an Ed25519 key does, and puts its comment below.
 */
function wrappedComment(
  text: string,
  { end, width }: Candidate,
  limit: number,
  nextStart: number,
  comment: string,
): { readonly comment: string; readonly end: number } | null {
  const line = text.slice(lineStart(text, end), limit)
  const indent = line.length - line.trimStart().length
  const pattern = line.length - indent === width ? NEXT_LINE : comment === '' ? NEXT_ADDRESS : null
  if (pattern === null) return null
  pattern.lastIndex = limit
  const [below, rest = ''] = pattern.exec(text) ?? []
  if (below === undefined || rest.endsWith('.runpod.io') || limit + below.length > nextStart) {
    return null
  }
  const whole = text.slice(end, limit) + rest.slice(Math.min(indent, rest.search(/\S/)))
  return { comment: cleanComment(whole, '').comment, end: limit + below.length }
}

const NEXT_LINE = /\n([^\S\n]{0,8}[\w.@+-][^\n]{0,120})(?=\n|$)/y
const NEXT_ADDRESS = /\n[ \t]{0,256}([\w.+-]{1,64}@[\w.-]{1,255})[ \t]{0,256}(?=\n|$)/y
