/** The picture of a fingerprint (openssh-portable `sshkey.c`, `fingerprint_randomart`). */

import { keyOfCertificate } from './certificate.ts'
import type { PublicKey } from './public-key.ts'

const WIDTH = 17
const HEIGHT = 9
/** How often a square was visited; then the first and the last square. */
const MARKS = ' .o+=*BOX@%&#/^SE'
const START = MARKS.length - 2
const END = MARKS.length - 1
/** One less than fits: the C string in OpenSSH needs its last byte for the end mark. */
const MAX_TITLE_LENGTH = WIDTH - 1

/**
 * Exactly what `ssh-keygen -lv` prints under the fingerprint: eleven lines of nineteen characters,
 * without a newline at the end. A certificate has the picture of its key.
 */
export function randomart(key: PublicKey): string {
  const certified = keyOfCertificate(key.blob)
  const { fingerprint, type, bits } = certified ?? key
  const [kind, device] = type.startsWith('sk-') ? [type.slice(3), '-SK'] : [type, '']
  const name = `${kind.toUpperCase()}${device}${certified === null ? '' : '-CERT'}`
  const digest = Buffer.from(fingerprint.sha256.slice('SHA256:'.length), 'base64')
  const rows = walk(digest).map((row) => `|${row.map((mark) => MARKS.charAt(mark)).join('')}|`)
  return [border(title(name, bits)), ...rows, border('[SHA256]')].join('\n')
}

/** Each byte makes four diagonal moves, its lowest two bits first; walls stop a move sideways. */
function walk(digest: Buffer): readonly (readonly number[])[] {
  const field = Array.from({ length: HEIGHT }, () => new Array<number>(WIDTH).fill(0))
  const set = (column: number, row: number, change: (mark: number) => number) => {
    const squares = field[row]
    if (squares !== undefined) squares[column] = change(squares[column] ?? 0)
  }
  let column = (WIDTH - 1) / 2
  let row = (HEIGHT - 1) / 2
  for (const byte of digest) {
    for (let shift = 0; shift < 8; shift += 2) {
      column = clamp(column + ((byte >> shift) & 1 ? 1 : -1), WIDTH)
      row = clamp(row + ((byte >> shift) & 2 ? 1 : -1), HEIGHT)
      set(column, row, (mark) => Math.min(mark + 1, START - 1))
    }
  }
  set((WIDTH - 1) / 2, (HEIGHT - 1) / 2, () => START)
  set(column, row, () => END)
  return field
}

function clamp(value: number, size: number): number {
  return Math.max(0, Math.min(size - 1, value))
}

/** Without the bits where they do not fit, and cut where that is not enough. */
function title(name: string, bits: number | null): string {
  const whole = bits === null ? `[${name}]` : `[${name} ${bits}]`
  return (whole.length > WIDTH ? `[${name}]` : whole).slice(0, MAX_TITLE_LENGTH)
}

function border(text: string): string {
  const before = Math.floor((WIDTH - text.length) / 2)
  return `+${text.padStart(before + text.length, '-').padEnd(WIDTH, '-')}+`
}
