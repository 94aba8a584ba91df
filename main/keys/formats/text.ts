/** The characters of a file, whatever it was saved as. */

export interface DecodedText {
  readonly text: string
  readonly encoding: 'utf8' | 'utf16'
  /** A byte order mark stood before the text; it is no part of `text`. */
  readonly bom: boolean
}

/** UTF-8, or UTF-16 of either byte order, with or without its mark. Foreign bytes become U+FFFD. */
export function decodeText(file: Buffer): DecodedText {
  const encoding = isUtf16(file) ? 'utf16' : 'utf8'
  const text = encoding === 'utf8' ? file.toString('utf8') : fromUtf16(file)
  const bom = text.startsWith('\uFEFF')
  return { text: bom ? text.slice(1) : text, encoding, bom }
}

function fromUtf16(file: Buffer): string {
  const even = file.subarray(0, file.length - (file.length % 2))
  const littleEndian = even[0] === 0xff || even[1] === 0
  return (littleEndian ? even : Buffer.from(even).swap16()).toString('utf16le')
}

/** With its mark, or by every second byte of the first characters being zero. */
export function isUtf16(file: Buffer): boolean {
  const [first, second] = file
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true
  if (file.length < 8) return false
  const zeros = (offset: number) => [0, 2, 4, 6].every((index) => file[index + offset] === 0)
  return zeros(0) !== zeros(1)
}
