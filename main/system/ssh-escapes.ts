/**
 * ssh writes its messages with every byte above ASCII as `\303\274` (`strnvis` with VIS_OCTAL, in
 * log.c), so a path with other letters in it is neither legible nor the path that it names.
 */

const UTF8 = new TextDecoder('utf-8', { fatal: true })
/** A doubled backslash is one of the text's own, whatever digits stand behind it. */
const ESCAPES = /\\\\|(?:\\[23][0-7]{2})+/g
/** What hides, or turns around what stands beside it, is better seen as a number. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/** The same text with letters for those bytes; what is no UTF-8 stays as ssh wrote it. */
export function withoutSshEscapes(text: string): string {
  return text.replaceAll(ESCAPES, (escapes) => (escapes === '\\\\' ? escapes : lettersOf(escapes)))
}

function lettersOf(escapes: string): string {
  const bytes = escapes.match(/[0-7]{3}/g)?.map((octal) => Number.parseInt(octal, 8)) ?? []
  try {
    const letters = UTF8.decode(Uint8Array.from(bytes))
    return UNSEEN.test(letters) ? escapes : letters
  } catch {
    return escapes
  }
}

/**
 * Whether ssh means this file: it doubles backslashes in its messages, and on Windows it mixes both
 * kinds of slashes. `printed` has its letters back.
 */
export function isPathFromSsh(
  path: string,
  printed: string,
  platform: NodeJS.Platform = process.platform,
): boolean {
  if (platform !== 'win32') return path === printed || path === printed.replaceAll('\\\\', '\\')
  const plain = (one: string) => one.replace(/[\\/]+/g, '/').toLowerCase()
  return plain(path) === plain(printed)
}
