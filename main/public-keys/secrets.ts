/**
 * Finds private keys and API keys in a text, so that nothing of them reaches any later stage.
 * In doubt it takes too much: only whole public keys end the part that is hidden.
 */

import { readBlob } from './blob-reader.ts'
import { type Finding, lineEnd, lineStart, type Range } from './finding.ts'
import { typeNameAt, typeWordBefore } from './type-word.ts'

interface Marker {
  readonly kind: 'begin' | 'end' | 'inside'
  readonly start: number
  readonly end: number
}

/**
 * Looked for in the letters and digits of the text alone, so that line breaks, quotes, spaces and
 * dashes that were lost or added do not hide them.
 */
const MARKERS: readonly { readonly kind: Marker['kind']; readonly pattern: RegExp }[] = [
  { kind: 'begin', pattern: /BEGIN[A-Z0-9]{0,24}?PRIVATEKEY(?:BLOCK)?/g },
  { kind: 'end', pattern: /END[A-Z0-9]{0,24}?PRIVATEKEY(?:BLOCK)?/g },
  {
    kind: 'inside',
    pattern: new RegExp(
      [
        'b3BlbnNzaC1rZXktdjE', // openssh-key-v1, PROTOCOL.key
        'AAAABG5vbmUAAAAEbm9uZQ', // its cipher and KDF: none, none
        'YWVzMjU2LWN0cgAAAAZiY3J5cHQ', // aes256-ctr, bcrypt
        // A type name at a place in the base64 where no public key has one: copies inside the file.
        'tzc2gtZWQyNTUxOQAAAC',
        'c3NoLWVkMjU1MTkAAAAg',
        'dzc2gtcnNhAAAA',
        'PrivateLines[0-9](?=[A-Za-z0-9]{8})',
        'PrivateMAC[0-9a-f]',
        'PrivateHash[0-9a-f]',
        'SSHPRIVATEKEYFILEFORMAT',
        'ProcType4ENCRYPTED',
        'DEKInfo[AD]',
        'AGESECRETKEY1',
        'LS0tLS1CRUdJTi(?=[A-Za-z0-9]{0,24}(?:UFJJVkFUR|QUklWQVRF|BSSVZBVE))', // base64 of a PEM file
      ].join('|'),
      'g',
    ),
  },
]
const JSON_WEB_KEY = /"d"\s{0,8}:\s{0,8}"[A-Za-z0-9_-]{20}/g
const DER_TOKEN = /(?<![A-Za-z0-9+/])M[A-Za-z0-9+/]{20,48}/g
const API_KEY =
  /rp[as]_[A-Za-z0-9]{8,}|(?<![A-Za-z0-9_-])(?:hf_[A-Za-z0-9]{16,}|gh[opsu]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|sk-(?:proj|ant|or|live)-[\w-]{16,})/g

/** The secrets of a text. Their findings carry nothing of what they hold. */
export function findSecrets(text: string): readonly Finding[] {
  const apiKeys = [...text.matchAll(API_KEY)].map((match) =>
    finding({ start: match.index, end: match.index + match[0].length }, 'api-key'),
  )
  const markers = [...compactMarkers(text), ...plainMarkers(text)].sort((a, b) => a.start - b.start)
  if (markers.length === 0) return apiKeys
  let next = 0
  const ranges = gapsBetween(text, wholeKeys(text)).flatMap((gap) => {
    const first = next
    while ((markers[next]?.start ?? gap.end) < gap.end) next++
    return hiddenParts(text, gap, markers.slice(first, next))
  })
  const privateKeys = ranges.map((range) => finding(range, 'private-key'))
  return [...apiKeys, ...privateKeys].sort((a, b) => a.start - b.start)
}

function finding({ start, end }: Range, code: 'private-key' | 'api-key'): Finding {
  return { start, end, key: null, notes: [{ code }] }
}

function compactMarkers(text: string): readonly Marker[] {
  const indexes: number[] = []
  const letters: string[] = []
  for (const { 0: run, index } of text.matchAll(/[A-Za-z0-9]+/g)) {
    letters.push(run)
    for (let offset = 0; offset < run.length; offset++) indexes.push(index + offset)
  }
  const compact = letters.join('')
  return MARKERS.flatMap(({ kind, pattern }) =>
    [...compact.matchAll(pattern)].map((match) => ({
      kind,
      start: indexes[match.index] ?? 0,
      end: (indexes[match.index + match[0].length - 1] ?? 0) + 1,
    })),
  )
}

function plainMarkers(text: string): readonly Marker[] {
  const matches = [
    ...text.matchAll(JSON_WEB_KEY),
    ...[...text.matchAll(DER_TOKEN)].filter(([token]) => isPrivateDer(token)),
  ]
  return matches.map((match) => ({
    kind: 'inside',
    start: match.index,
    end: match.index + match[0].length,
  }))
}

/** Whether base64 begins like PKCS#1, SEC1 or PKCS#8, plain or encrypted (RFC 8017, 5915, 5958). */
function isPrivateDer(base64: string): boolean {
  const bytes = Buffer.from(base64, 'base64')
  const skipLength = (at: number) =>
    at + 1 + ((bytes[at] ?? 0) > 0x80 ? (bytes[at] ?? 0) & 0x7f : 0)
  if (bytes[0] !== 0x30) return false
  const inner = skipLength(1)
  const isVersion = bytes[inner] === 2 && bytes[inner + 1] === 1 && (bytes[inner + 2] ?? 9) <= 1
  if (isVersion) return [0x02, 0x04, 0x30].includes(bytes[inner + 3] ?? 0)
  // Encrypted: the first object identifier is one of PKCS#5 or PKCS#12 (1.2.840.113549.1.5 / .12).
  const oid = skipLength(inner + 1)
  const hex = bytes.subarray(oid, oid + 10).toString('hex')
  return bytes[inner] === 0x30 && /^06..2a864886f70d01(?:05|0c)/.test(hex)
}

/** Public keys that are certain: a type word and a whole blob that agree. */
function wholeKeys(text: string): readonly Range[] {
  const ranges: Range[] = []
  let floor = 0
  for (const { index } of text.matchAll(/AAAA[A-Za-z0-9+/]/g)) {
    if (index < floor) continue
    const word = typeWordBefore(text, index, floor, typeNameAt(text, index))
    if (word === null) continue
    const { key, end } = readBlob(text, index)
    if (key?.typeWord !== word.text) continue
    ranges.push({ start: word.start, end })
    floor = end
  }
  return ranges
}

function gapsBetween(text: string, keys: readonly Range[]): readonly Range[] {
  const starts = [0, ...keys.map(({ end }) => end)]
  const ends = [...keys.map(({ start }) => start), text.length]
  return starts.map((start, index) => ({ start, end: ends[index] ?? text.length }))
}

/** What to hide of a part without whole public keys: framed private keys, or else all of it. */
function hiddenParts(text: string, gap: Range, markers: readonly Marker[]): readonly Range[] {
  const parts: Range[] = []
  const [first] = markers
  if (first === undefined) return parts
  const cutFrom = (index: number) => Math.max(gap.start, lineStart(text, index))
  let open: Marker | null = null
  let done = gap.start
  for (const marker of markers) {
    if (marker.start < done) continue
    if (marker.kind === 'begin' && open === null) open = marker
    else if (marker.kind === 'end' && open !== null) {
      done = Math.min(gap.end, lineEnd(text, marker.end))
      parts.push({ start: cutFrom(open.start), end: done })
      open = null
    } else if (marker.kind !== 'inside' || open === null) {
      return [{ start: wholeGapStart(text, gap, first), end: gap.end }]
    }
  }
  if (open === null) return parts
  return [{ start: wholeGapStart(text, gap, first), end: gap.end }]
}

/** A gap begins with the comment of the key before it, unless the secret stands on that very line. */
function wholeGapStart(text: string, gap: Range, first: Marker): number {
  const end = gap.start === 0 ? 0 : lineEnd(text, gap.start)
  return first.start < end || gap.start === 0 ? gap.start : end
}
