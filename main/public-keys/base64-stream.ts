/** Base64 that stands in pieces in a text: reads on from piece to piece, as far as somebody asks. */

import { isPublicKeyStart } from './type-word.ts'
import { MAX_BLOB_LENGTH } from './wire.ts'

const FIRST_RUN = /[A-Za-z0-9+/_-]{1,1024}/y
/** At most one line may stand empty between two pieces: documents and some terminals double line ends. */
const GAP = /[ \t]{0,256}(?:\\?\n[ \t]{0,256}){0,2}/y
const PIECE = /[A-Za-z0-9+/]{1,16384}(?=={0,2}(?:[\s"'`”’,;)\]}>\\]|$))/y
const SAFE_PIECE = /[A-Za-z0-9_-]{1,16384}(?=={0,2}(?:[\s"'`”’,;)\]}>\\]|$))/y
/** More characters than any key has. */
export const MAX_CHARACTERS = Math.ceil(MAX_BLOB_LENGTH / 3) * 4

/** Number of base64 characters, without padding, that hold this many bytes. */
export function characters(bytes: number): number {
  return Math.ceil((bytes * 4) / 3)
}

/** The base64 characters of a text from a place on, without the breaks between pieces. */
export class Base64Stream {
  characters = ''
  breaks: 'none' | 'spaces' | 'lines' = 'none'
  private readonly text: string
  /** Where each piece starts: in `characters` and in the text. */
  private readonly pieces: { readonly offset: number; readonly index: number }[] = []
  private next: number
  private ended = false

  constructor(text: string, start: number) {
    this.text = text
    this.next = start
  }

  /** Reads on until this many characters are there; false when the text has no more. */
  ensure(count: number): boolean {
    if (count > MAX_CHARACTERS) return false
    while (this.characters.length < count && !this.ended) this.extend()
    return this.characters.length >= count
  }

  uint32(offset: number): number | null {
    return this.bytes(offset, 4)?.readUInt32BE(0) ?? null
  }

  bytes(offset: number, length: number): Buffer | null {
    const end = characters(offset + length)
    if (!this.ensure(end)) return null
    const skipped = Math.floor(offset / 3)
    const part = Buffer.from(this.characters.slice(skipped * 4, end), 'base64')
    return part.subarray(offset - skipped * 3, offset - skipped * 3 + length)
  }

  /** Whether the text ends, or something other than base64 follows, after this many characters. */
  endsAt(count: number): boolean {
    if (this.characters.length === count) this.extendRun()
    return this.characters.length === count
  }

  /** Index in the text just after the first `count` characters. */
  indexAfter(count: number): number {
    const piece = this.pieces.findLast(({ offset }) => offset < count)
    return piece === undefined ? this.next : piece.index + count - piece.offset
  }

  /** The part of the first `count` characters that stands after the last break. */
  lastPiece(count: number): string {
    const piece = this.pieces.findLast(({ offset }) => offset < count)
    return this.characters.slice(piece?.offset ?? 0, count)
  }

  /** The length that all pieces between the first and the last have, if they have one. */
  width(): number | null {
    const lengths = this.middleLengths()
    return this.breaks === 'lines' && new Set(lengths).size === 1 ? (lengths[0] ?? null) : null
  }

  /** Whether there are enough pieces of one length to tell a window's wrapping from chance. */
  isEven(): boolean {
    return this.width() !== null && this.middleLengths().length > 1
  }

  private middleLengths(): readonly number[] {
    return this.pieces
      .slice(1, -1)
      .map(({ offset }, index) => (this.pieces[index + 2]?.offset ?? 0) - offset)
  }

  /** Where to go on when this is no key: short pieces after a break may be a comment. */
  stop(): { readonly end: number; readonly next: string } {
    while (this.extendRun()) {
      // Reads to the end of the piece, so that no rest of it is taken for something else.
    }
    const last = this.pieces.at(-1)
    const short = last !== undefined && this.characters.length - last.offset < 20
    if (last === undefined || this.breaks === 'none' || !short || this.pieces.length === 1) {
      return { end: this.next, next: this.text.slice(this.next, this.next + 8) }
    }
    return { end: this.indexAfter(last.offset), next: '' }
  }

  private extend(): void {
    if (this.extendRun()) return
    GAP.lastIndex = this.next
    const gap = GAP.exec(this.text)?.[0] ?? ''
    const index = this.next + gap.length
    const pattern = /[_-]/.test(this.characters.slice(0, 1_024)) ? SAFE_PIECE : PIECE
    pattern.lastIndex = index
    const piece = pattern.exec(this.text)?.[0]
    if (gap === '' || piece === undefined || isPublicKeyStart(this.text, index)) {
      this.ended = true
      return
    }
    this.pieces.push({ offset: this.characters.length, index })
    this.next = index
    this.append(piece)
    if (this.breaks !== 'lines') this.breaks = gap.includes('\n') ? 'lines' : 'spaces'
  }

  /** Reads on in the piece at hand; false at its end. */
  private extendRun(): boolean {
    FIRST_RUN.lastIndex = this.next
    const run = FIRST_RUN.exec(this.text)?.[0]
    if (run === undefined || this.characters.length > MAX_CHARACTERS) return false
    if (this.pieces.length === 0) this.pieces.push({ offset: 0, index: this.next })
    this.append(run)
    return true
  }

  private append(characters: string): void {
    this.characters += characters
    this.next += characters.length
  }
}
