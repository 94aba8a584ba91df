/** Finds keys that stand in a text in another format: between BEGIN and END lines, or as a PuTTY file. */

import { cleanComment } from './comment.ts'
import { type Finding, lineEnd, type Note } from './finding.ts'
import { readPemPublicKey } from './formats/pem.ts'
import { readPpkPublicPart } from './formats/ppk.ts'
import { readRfc4716 } from './formats/rfc4716.ts'
import type { PublicKey } from './public-key.ts'
import { typeNameAt } from './type-word.ts'

const NAMES = [
  'SSH2 PUBLIC KEY',
  'PUBLIC KEY',
  'RSA PUBLIC KEY',
  'EC PUBLIC KEY',
  'CERTIFICATE',
  'TRUSTED CERTIFICATE',
  'PGP PUBLIC KEY BLOCK',
] as const
type BlockName = (typeof NAMES)[number] | 'PPK'

const MARKER = new RegExp(
  `(BEGIN|END) (${NAMES.join('|')})\\b|PuTTY-User-Key-File-\\d|(?<=^|\\n)[ \\t]{0,64}Public-Lines:`,
  'g',
)
/** A key line after a block whose END was not copied. */
const KEY_LINE = /\n[ \t]*(?:ssh|ecdsa|sk)-/
const BLANK_LINE = /\n[ \t]*(?=\n)/
/** More base64 than any public key needs. */
const MAX_PEM_LENGTH = 32_768

/** Every block of the text in order, converted where it holds a key. */
export function findBlocks(text: string): readonly Finding[] {
  const markers = [...text.matchAll(MARKER)]
  const findings: Finding[] = []
  let floor = 0
  markers.forEach((marker, index) => {
    if (marker.index < floor || marker[1] === 'END') return
    const name: BlockName = NAMES.find((known) => known === marker[2]) ?? 'PPK'
    const next = markers
      .slice(index + 1, index + 3)
      .find((other) => name !== 'PPK' || !other[0].includes('Public-Lines'))
    if (isPem(name) && holdsLine(text, marker.index, next?.index)) return
    const start = Math.max(floor, startOfFrame(text, marker.index, name))
    const finding = readBlock(text, name, start, marker.index + marker[0].length, next)
    floor = finding.end
    findings.push(finding)
  })
  return findings
}

function isPem(name: BlockName): boolean {
  return name === 'PUBLIC KEY' || name === 'RSA PUBLIC KEY' || name === 'EC PUBLIC KEY'
}

/** Whether keys in their one-line form stand in it: people add BEGIN and END as private keys have them. */
function holdsLine(text: string, start: number, end: number | undefined): boolean {
  const body = text.slice(start, Math.min(end ?? text.length, start + MAX_PEM_LENGTH))
  const index = body.search(/(?<![A-Za-z0-9+/])AAAA/)
  return index >= 0 && typeNameAt(body, index) !== null
}

/** A block begins with its line, or with its dashes when something else stands before them. */
function startOfFrame(text: string, index: number, name: BlockName): number {
  if (name === 'PPK') return index
  const before = text.slice(Math.max(0, index - 64), index)
  return index - (/[ \t"'`>\-–—]*$/.exec(before)?.[0].length ?? 0)
}

function readBlock(
  text: string,
  name: BlockName,
  start: number,
  bodyStart: number,
  next: RegExpExecArray | undefined,
): Finding {
  const framed = next?.[1] === 'END'
  const closed = framed ? next.index : null
  const rest = text.slice(bodyStart, next?.index ?? text.length)
  const length = closed === null ? openLength(rest, name) : rest.length
  const end = framed ? lineEnd(text, next.index) : bodyStart + length
  const body = rest.slice(0, length)
  const { key, notes, used } = convert(body, name, text.slice(start, bodyStart), framed)
  return { start, end: closed === null && used !== null ? bodyStart + used : end, key, notes }
}

/** Without an END the block goes up to the next key line or blank line. */
function openLength(rest: string, name: BlockName): number {
  const stops = [KEY_LINE.exec(rest)?.index]
  if (name !== 'PPK') stops.push(BLANK_LINE.exec(rest)?.index)
  return Math.min(rest.length, ...stops.filter((stop) => stop !== undefined))
}

interface Conversion {
  readonly key: PublicKey | null
  readonly notes: readonly Note[]
  /** How much of the body the key took; null when that is not known. */
  readonly used: number | null
}

function convert(body: string, name: BlockName, head: string, framed: boolean): Conversion {
  switch (name) {
    case 'PGP PUBLIC KEY BLOCK':
      return { key: null, notes: [{ code: 'pgp-key' }], used: null }
    case 'CERTIFICATE':
    case 'TRUSTED CERTIFICATE':
      return { key: null, notes: [{ code: 'x509-certificate' }], used: null }
    case 'PUBLIC KEY':
    case 'RSA PUBLIC KEY':
    case 'EC PUBLIC KEY':
      return convertPem(body, name)
    case 'SSH2 PUBLIC KEY':
      return convertSsh2(body.replace(/^[^\S\n]*[-–—]+/, ''), framed)
    case 'PPK':
      return convertOwn('ppk-public', readPpkPublicPart(head + body), head.length)
  }
}

/** Between BEGIN and END everything must belong to the key. */
function convertSsh2(body: string, framed: boolean): Conversion {
  const block = readRfc4716(body)
  const left = block.reading === null ? '' : body.slice(block.reading.end)
  const whole = block.reading?.key == null || !framed || !/[A-Za-z0-9+/=]/.test(left)
  if (whole) return convertOwn('rfc4716', block)
  return { key: null, notes: [{ code: 'altered-key' }], used: null }
}

/** The two formats whose base64 is the very blob of the one-line form. */
function convertOwn(
  code: 'rfc4716' | 'ppk-public',
  { reading, comment }: ReturnType<typeof readRfc4716>,
  offset = 0,
): Conversion {
  if (reading === null) return { key: null, notes: [{ code: 'incomplete-key' }], used: null }
  const used = code === 'ppk-public' ? reading.end - offset : null
  if (reading.key === null) return { key: null, notes: reading.notes, used }
  // Several lines are the form of these formats, not a fault.
  const notes = reading.notes.filter((note) => note.code !== 'wrapped-line')
  const clean = comment.includes('AAAA') ? '' : cleanComment(comment, '').comment
  return { key: { ...reading.key, comment: clean }, notes: [{ code }, ...notes], used }
}

function convertPem(body: string, name: BlockName): Conversion {
  const base64 = body.slice(0, MAX_PEM_LENGTH).replace(/[^A-Za-z0-9+/=]/g, '')
  const type = name === 'RSA PUBLIC KEY' ? 'pkcs1' : 'spki'
  const key = readPemPublicKey(Buffer.from(base64, 'base64'), type)
  if (typeof key === 'string') return { key: null, notes: [{ code: key }], used: null }
  return { key, notes: [{ code: 'pem-public' }], used: null }
}
