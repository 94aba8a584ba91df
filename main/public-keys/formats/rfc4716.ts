/** SSH2 public key files (RFC 4716), as PuTTYgen and `ssh-keygen -e` write them. */

import { type BlobReading, readBlob } from '../blob-reader.ts'

export interface Rfc4716 {
  readonly reading: BlobReading | null
  readonly comment: string
}

const HEADER =
  /[ \t]*([A-Za-z][A-Za-z0-9-]{0,63}):[ \t]?((?:[^\n\\]|\\(?!\n))*)(?:\\\n([^\n]*))*\n/y
const ONE_LINE_COMMENT = /Comment:[ \t]*(?:"([^"\n]{0,1024})"|([^\n]{0,1024}?))(?=[ \t]*AAAA)/

/** Reads the text between the BEGIN and the END line, also when its line breaks were lost. */
export function readRfc4716(body: string): Rfc4716 {
  const [, quoted, plain] = ONE_LINE_COMMENT.exec(body) ?? []
  if (quoted !== undefined || plain !== undefined) {
    return { reading: readAt(body, body.indexOf('AAAA')), comment: (quoted ?? plain ?? '').trim() }
  }
  let comment = ''
  let position = /^\s*/.exec(body)?.[0].length ?? 0
  HEADER.lastIndex = position
  for (let match = HEADER.exec(body); match !== null; match = HEADER.exec(body)) {
    position += match[0].length
    if (match[1]?.toLowerCase() === 'comment') comment = headerValue(match[0])
    HEADER.lastIndex = position
  }
  return { reading: readAt(body, body.indexOf('AAAA', position)), comment }
}

function readAt(body: string, index: number): BlobReading | null {
  return index === -1 ? null : readBlob(body, index, true)
}

/** A value may go on behind a backslash at the end of a line, and may stand in quotes (§3.3.2). */
function headerValue(header: string): string {
  const value = header
    .slice(header.indexOf(':') + 1)
    .replace(/\\\n/g, '')
    .replace(/\\"/g, '"')
    .trim()
  return value.replace(/^"(.*)"$/s, '$1')
}
