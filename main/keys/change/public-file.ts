/** The text of a `.pub` file, of which only one comment changes. */

import { formatPublicKeyLine, type PublicKey, parsePublicKeyLine } from '../../public-keys/index.ts'

export interface PublicFileLine {
  /** From 0, counting every line. */
  readonly index: number
  readonly key: PublicKey
}

/** The line that OpenSSH takes for the key: the first that is one. Null when there is none. */
export function keyLine(file: Buffer): PublicFileLine | null {
  for (const [index, line] of linesOf(file).entries()) {
    const text = Buffer.from(line, 'latin1').toString('utf8')
    // A byte order mark hides the first line from OpenSSH; trimming would drop it here.
    const key = text.startsWith('\uFEFF') ? null : parsePublicKeyLine(text)
    if (key !== null) return { index, key }
  }
  return null
}

/** The file with another comment in that line; every other byte stays, line endings too. */
export function withComment(file: Buffer, line: PublicFileLine, comment: string): Buffer {
  if (line.key.comment === comment) return file
  const lines = linesOf(file).map((old, index) => {
    if (index !== line.index) return old
    const text = Buffer.from(formatPublicKeyLine({ ...line.key, comment })).toString('latin1')
    return old.endsWith('\r') ? `${text}\r` : text
  })
  return Buffer.from(lines.join('\n'), 'latin1')
}

/** Byte for byte: what is no UTF-8 must survive. */
function linesOf(file: Buffer): readonly string[] {
  return file.toString('latin1').split('\n')
}
