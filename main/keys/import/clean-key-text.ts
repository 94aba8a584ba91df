/**
 * Finds private keys in a text, however it was bent on its way, and gives each back as a clean file.
 * What the file is must still be judged: here only the wrapping is put right, without a passphrase.
 */

import { OPENSSH_BEGIN, OPENSSH_END, readEnvelope } from '../formats/openssh.ts'
import { findPem, isWholeSequence, looksWhole } from '../formats/pem.ts'
import { decodeText } from '../formats/text.ts'
import type { KeyFileProblemCode } from '../key-file-problems.ts'

/** One private key of a text in OpenSSH's format or in PEM. */
export interface PrivateBlock {
  /** What stands between `BEGIN` and the dashes, e.g. `OPENSSH PRIVATE KEY`. */
  readonly label: string
  /** The file as its program would have written it; null when it cannot be put right. */
  readonly clean: Buffer | null
  /** Why there is no clean file. */
  readonly fault: KeyFileProblemCode | null
  /** What was put right. */
  readonly repairs: readonly KeyFileProblemCode[]
}

const DASH = '[-\u2010-\u2015\u2212]'
const BEGIN = new RegExp(
  `(${DASH}{1,10}) ?BEGIN ((?:OPENSSH |RSA |EC |DSA |ENCRYPTED )?PRIVATE KEY) ?(${DASH}{1,10})`,
  'g',
)
/** The END line, or what is left of it where a selection missed the rest. */
const AFTER_BODY = new RegExp(`${DASH}{2,10} ?(?:END|\\s*$)|[\u2010-\u2015\u2212]|-\\s*$`)
const END_LINE = new RegExp(`^${DASH}{1,10} ?END [A-Z ]{1,32}PRIVATE KEY ?${DASH}{1,10}`)
const OPENSSH = 'OPENSSH PRIVATE KEY'
/** The start of an OpenSSH private key in base64. */
const BARE_BODY = /^\s*["'`]?(?=b3BlbnNzaC1rZXktdj)/
const PEM_LINE_LENGTH = 64
const OPENSSH_LINE_LENGTH = 70
/** What pasting adds between lines: quotes, shell and mail marks, characters without width. */
const LITTER =
  /<\/?(?:br|p|div|span|pre|code)\b[^<>]{0,80}>|[\s"'`>,\\\u00ad\u200b-\u200d\u2060\ufeff]/g
const LITERAL_BREAK = /(?:\\r)?\\n/g

/**
 * A damaged private-key file as it should have been: BOM, UTF-16, line endings, indentation, lost
 * or extra line breaks, text around the key, and first or last lines that are missing or bent are
 * put right. Null unless there is exactly one private key in OpenSSH's format or PEM, and all of
 * it. Comes back rewrapped; the original's comment and encryption are untouched.
 */
export function cleanPrivateKeyText(file: Buffer): Buffer | null {
  const [block, ...others] = findPrivateBlocks(decodeText(file).text)
  return others.length > 0 ? null : (block?.clean ?? null)
}

/** Every private key of the text, in order. PuTTY's files are not among them. */
export function findPrivateBlocks(text: string): readonly PrivateBlock[] {
  const begins = [...text.matchAll(BEGIN)]
  if (begins.length === 0) {
    const bare = BARE_BODY.exec(text)
    return bare === null
      ? []
      : [readBlock(text.slice(bare[0].length), OPENSSH, ['missing-markers'])]
  }
  return begins.map((begin, index) => {
    const start = begin.index + begin[0].length
    const before = text.slice(0, begin.index)
    const around = [...wrongDashes(begin), ...(index === 0 ? wrongBefore(before) : [])]
    const next = begins[index + 1]?.index ?? text.length
    return readBlock(text.slice(start, next), begin[2] ?? '', around)
  })
}

function readBlock(
  rest: string,
  label: string,
  around: readonly KeyFileProblemCode[],
): PrivateBlock {
  const { headers, body: coded } = splitHeaders(rest)
  const end = AFTER_BODY.exec(coded)
  const body = end === null ? coded : coded.slice(0, end.index)
  const endLine = end === null ? null : END_LINE.exec(coded.slice(end.index))
  const after = endLine === null || end === null ? null : coded.slice(end.index + endLine[0].length)
  const clean = cleanFile(label, headers, compactBase64(body), endLine !== null)
  const repairs = new Set([
    ...around,
    ...wrongInside(rest.slice(0, rest.length - coded.length + body.length)),
    ...wrongAfter(endLine?.[0] ?? null, after),
  ])
  return typeof clean === 'string'
    ? { label, clean: null, fault: clean, repairs: [] }
    : { label, clean, fault: null, repairs: [...repairs] }
}

interface Split {
  /** As they belong in the file, with the blank line after them; empty when there are none. */
  readonly headers: string
  readonly body: string
}

/** Takes the headers of an encrypted key (RFC 1421, section 4.6.1) off, also from a single line. */
function splitHeaders(rest: string): Split {
  const info = /DEK-Info:\s{0,4}([A-Za-z0-9-]{3,24})\s{0,4},\s{0,4}/.exec(rest.slice(0, 400))
  const cipher = info?.[1]?.toUpperCase()
  if (info === null || cipher === undefined) {
    return { headers: '', body: rest.replace(/^[ \t]*[A-Z][A-Za-z0-9-]{0,40}:.*$/gm, '') }
  }
  const from = info.index + info[0].length
  const vector = /^[0-9A-Fa-f]*/.exec(rest.slice(from, from + vectorLength(cipher)))?.[0] ?? ''
  const headers = `Proc-Type: 4,ENCRYPTED\nDEK-Info: ${cipher},${vector}\n\n`
  return { headers, body: rest.slice(from + vector.length) }
}

/** Hex digits of the initialisation vector: one block of the cipher. */
function vectorLength(cipher: string): number {
  return /^(?:AES|CAMELLIA|ARIA|SEED)-/.test(cipher) ? 32 : 16
}

/** Canonical base64; null when other characters stand in it or some are missing. */
function compactBase64(body: string): string | null {
  const compact = body.replaceAll(LITERAL_BREAK, '').replaceAll(LITTER, '').replace(/=+$/, '')
  const padded = compact.padEnd(Math.ceil(compact.length / 4) * 4, '=')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(padded)) return null
  return Buffer.from(padded, 'base64').toString('base64') === padded ? padded : null
}

function cleanFile(
  label: string,
  headers: string,
  base64: string | null,
  ended: boolean,
): Buffer | KeyFileProblemCode {
  if (base64 === null) return 'truncated'
  if (label === OPENSSH) return cleanOpenssh(base64)
  const lines = wrap(base64, PEM_LINE_LENGTH)
  const text = `-----BEGIN ${label}-----\n${headers}${lines}\n-----END ${label}-----\n`
  const file = Buffer.from(text, 'latin1')
  // An old-style encrypted key does not say how long it is: only its last line shows that all is there.
  if (headers !== '') return ended ? file : 'truncated'
  const whole =
    label === 'ENCRYPTED PRIVATE KEY' ? isLookingWhole(file) : isWholeSequence(decoded(base64))
  return whole ? file : ended ? 'damaged' : 'truncated'
}

function isLookingWhole(file: Buffer): boolean {
  const pem = findPem(file)
  return pem !== null && looksWhole(pem)
}

function cleanOpenssh(base64: string): Buffer | KeyFileProblemCode {
  const lines = wrap(base64, OPENSSH_LINE_LENGTH)
  const file = Buffer.from(`${OPENSSH_BEGIN}\n${lines}\n${OPENSSH_END}\n`, 'latin1')
  const result = readEnvelope(file)
  if (result.ok) return file
  if (result.fault === 'cipher') return 'unknown-cipher'
  return result.fault === 'truncated' ? 'truncated' : 'damaged'
}

function wrap(base64: string, length: number): string {
  return (base64.match(new RegExp(`.{1,${length}}`, 'g')) ?? []).join('\n')
}

function decoded(base64: string): Buffer {
  return Buffer.from(base64, 'base64')
}

function wrongDashes(begin: RegExpExecArray): readonly KeyFileProblemCode[] {
  return begin[0] === `-----BEGIN ${begin[2]}-----` ? [] : ['changed-dashes']
}

function wrongBefore(before: string): readonly KeyFileProblemCode[] {
  if (before.trim() !== '') return ['text-before-key']
  const codes: KeyFileProblemCode[] = []
  if (before.includes('\n')) codes.push('leading-blank-line')
  if (/[^\S\n]$/.test(before) && !before.endsWith('\r')) codes.push('indented')
  return codes
}

/** `inside`: from the dashes of BEGIN to the dashes of END. */
function wrongInside(inside: string): readonly KeyFileProblemCode[] {
  const codes: KeyFileProblemCode[] = []
  if (!/^[^\S\n]*\n/.test(inside) || !/\n[^\S\n]*$/.test(inside)) codes.push('one-line')
  if (inside.includes('\r\n')) codes.push('crlf')
  if (/\n[ \t]/.test(inside)) codes.push('indented')
  if (/[ \t]\r?\n/.test(inside)) codes.push('trailing-spaces')
  return codes
}

/** `after`: what follows the END line; null when there is none. */
function wrongAfter(endLine: string | null, after: string | null): readonly KeyFileProblemCode[] {
  if (endLine === null || after === null) return ['missing-markers']
  const codes: KeyFileProblemCode[] = []
  if (!/^-----END [A-Z ]+-----$/.test(endLine)) codes.push('changed-dashes')
  if (after === '') codes.push('no-final-newline')
  if (after.startsWith('\r\n')) codes.push('crlf')
  if (/^[ \t]/.test(after)) codes.push('trailing-spaces')
  return codes
}
