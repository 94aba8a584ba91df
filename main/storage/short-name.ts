/** File names made from other file names: file systems limit them in bytes, usually to 255. */

/** The beginning of a name, in whole characters, that takes no more than this many bytes. */
export function shortName(name: string, maxBytes: number): string {
  let short = ''
  let bytes = 0
  for (const character of name) {
    bytes += Buffer.byteLength(character)
    if (bytes > maxBytes) break
    short += character
  }
  return short
}
