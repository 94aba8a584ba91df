/**
 * Reads the base64 of one key out of a text. The blob itself says how long it is, so pieces of a
 * wrapped key can be joined without guessing where the key ends and its comment begins.
 */

import { Base64Stream, characters, MAX_CHARACTERS } from './base64-stream.ts'
import type { Note } from './finding.ts'
import type { PublicKey } from './public-key.ts'
import { isPublicKeyStart, typeNameAt } from './type-word.ts'
import {
  CERTIFICATE,
  isTypeName,
  layoutOf,
  MAX_BLOB_LENGTH,
  MAX_TYPE_LENGTH,
  parsePublicKeyBlob,
} from './wire.ts'

export interface BlobReading {
  readonly key: PublicKey | null
  /** Index just after the last character that belongs to the key. */
  readonly end: number
  /** What was put right, or, without a key, what is wrong. */
  readonly notes: readonly Note[]
  /** Length of the lines when a window's width broke the key; null when that cannot be told. */
  readonly width: number | null
}

const BOUNDARY = /[\s"'`“”‘’«»,;)\]}>|\\<]/
const SHORTENED = /^(?:\.{2,}|…|\[|<|\{|\*{2,}|_{3,})/
const PADDING = /={0,4}/y
/** The `%` by which zsh shows that a file has no line end, or what ends a sentence. */
const STRAY = /^(?:[%.!?:*_~$&#]{1,3}|…)(?=\s|$)/
/** The blob in RunPod's documentation: its inner type is the bytes `\x83sh-ed25%19`. */
const SAMPLE = 'AAAAC4NzaC1lZDI1JTE5'
/** Below this many characters it is an example in the manner of `AAAAC3Nza`, not a damaged key. */
const MIN_TRUNCATED = 32

/**
 * Reads the key whose base64 starts at `start`. Never longer than one key needs. `delimited`: a
 * format around it says where it ends, so no comment can follow.
 */
export function readBlob(text: string, start: number, delimited = false): BlobReading {
  const stream = new Base64Stream(text, start)
  if (typeNameAt(text, start)?.endsWith(CERTIFICATE)) return certificate(stream)
  const length = measureBlob(stream)
  if (stream.characters.startsWith(SAMPLE)) return broken(stream, 'sample-key')
  if (typeof length === 'string') return broken(stream, length)
  return complete(text, stream, length, delimited)
}

/** Its fields are not all strings, and it cannot be used anyway: everything that fits is taken. */
function certificate(stream: Base64Stream): BlobReading {
  stream.ensure(MAX_CHARACTERS)
  const key = parsePublicKeyBlob(Buffer.from(stream.characters, 'base64'))
  return { key, end: stream.stop().end, notes: [], width: null }
}

/** Length of the blob in bytes, by its own account; what is wrong when there is none. */
function measureBlob(stream: Base64Stream): number | 'incomplete-key' | 'altered-key' {
  const nameLength = stream.uint32(0)
  if (nameLength === null) return 'incomplete-key'
  if (nameLength > MAX_TYPE_LENGTH) return 'altered-key'
  const name = stream.bytes(4, nameLength)?.toString('latin1')
  if (name === undefined) return 'incomplete-key'
  if (!isTypeName(name)) return 'altered-key'
  const fields = layoutOf(name)?.fields
  let offset = 4 + nameLength
  for (let index = 0; fields === undefined || index < fields.length; index++) {
    const length = stream.uint32(offset)
    if (length === null) return 'incomplete-key'
    const { min, max } = fields?.[index] ?? { min: 0, max: MAX_BLOB_LENGTH }
    if (length < min || length > max) return 'altered-key'
    offset += 4 + length
    if (!stream.ensure(characters(offset))) return 'incomplete-key'
    // The number of fields of an unknown type is unknown: it ends where the text does.
    if (fields === undefined && stream.endsAt(characters(offset))) break
  }
  return offset
}

function complete(
  text: string,
  stream: Base64Stream,
  length: number,
  delimited: boolean,
): BlobReading {
  const count = characters(length)
  const base64 = stream.characters.slice(0, count)
  const after = stream.indexAfter(count)
  const padded = after + paddingAt(text, after)
  const stray = STRAY.exec(text.slice(padded, padded + 4))?.[0] ?? ''
  const end = padded + stray.length
  const bounded = end >= text.length || BOUNDARY.test(text.charAt(end))
  const glued = !bounded && isPublicKeyStart(text, end)
  // `…Qme@laptop`: only a comment holds an @, so the space before it is missing.
  const comment = !bounded && !glued && stream.breaks === 'none' && isMailLike(text, end)
  if (!bounded && !glued && !comment) {
    // After a space it was the comment that did not fit, so the end of the key is missing.
    return broken(stream, stream.breaks === 'spaces' ? 'incomplete-key' : 'altered-key')
  }
  const uncertain = !delimited && stream.breaks !== 'none' && !stream.isEven()
  if (uncertain && isWordLike(stream.lastPiece(count))) {
    return broken(stream, 'incomplete-key')
  }
  if (/(.)\1{15}/.test(base64)) return broken(stream, 'placeholder')
  const blob = Buffer.from(base64, 'base64').subarray(0, length)
  const key = parsePublicKeyBlob(blob)
  if (key === null) return broken(stream, 'altered-key')
  const notes: Note[] = []
  if (stream.breaks !== 'none') notes.push({ code: 'wrapped-line' })
  if (/[_-]/.test(base64)) notes.push({ code: 'url-safe-base64' })
  const standard = base64.replace(/-/g, '+').replace(/_/g, '/') + text.slice(after, padded)
  if (standard !== blob.toString('base64')) notes.push({ code: 'base64-ending' })
  if (comment) notes.push({ code: 'missing-space' })
  if (stray !== '') notes.push({ code: 'extra-text' })
  return { key, end, notes, width: stream.width() }
}

/** A reading without a key. The example of a shortened key is told from a damaged one here. */
function broken(
  stream: Base64Stream,
  code: 'incomplete-key' | 'altered-key' | 'sample-key' | 'placeholder',
): BlobReading {
  const { end, next } = stream.stop()
  const without = (note: Note): BlobReading => ({ key: null, end, notes: [note], width: null })
  if (code === 'sample-key') return without({ code })
  const { characters: seen } = stream
  if (SHORTENED.test(next) || /[xX]{6}|(.)\1{15}/.test(seen))
    return without({ code: 'placeholder' })
  if (code !== 'incomplete-key') return without({ code })
  if (next !== '' && !BOUNDARY.test(next.charAt(0)) && /^[^=][A-Za-z0-9+/]{4}/.test(next)) {
    return without({ code: 'invalid-character', values: { character: `“${[...next][0]}”` } })
  }
  return without({ code: seen.length < MIN_TRUNCATED ? 'placeholder' : code })
}

function paddingAt(text: string, index: number): number {
  PADDING.lastIndex = index
  return PADDING.exec(text)?.[0].length ?? 0
}

function isMailLike(text: string, index: number): boolean {
  return /^[\w.+-]{0,64}@[\w.-]/.test(text.slice(index, index + 66))
}

/** `laptop`, `Me`, `runpod1`: more likely a comment than the last piece of a key. */
function isWordLike(piece: string): boolean {
  return piece.length <= 16 && /^[A-Za-z][a-z]*[0-9]{0,4}$/.test(piece)
}
