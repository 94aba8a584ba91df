/** The public part of a PuTTY private key file (PuTTY manual, appendix C). */

import { type BlobReading, readBlob } from '../blob-reader.ts'

export interface PpkPublicPart {
  readonly reading: BlobReading | null
  readonly comment: string
}

/** Reads `Comment` and `Public-Lines`. A file with its private lines never gets here. */
export function readPpkPublicPart(text: string): PpkPublicPart {
  const lines = text.indexOf('Public-Lines:')
  const start = lines === -1 ? -1 : text.indexOf('AAAA', lines)
  const comment = /(?:^|\n)[ \t]*Comment:[ \t]?([^\n]*)/.exec(text)?.[1]?.trim() ?? ''
  return { reading: start === -1 ? null : readBlob(text, start, true), comment }
}
