/** Command lines for Windows that a person can paste. */

/**
 * What Command Prompt (`%`) or PowerShell reads as more than a character, even in double quotes. A
 * name cannot hold the plain double quote; PowerShell takes the typographic ones for it.
 */
const SPECIAL = /[$`%“”„]/

/**
 * Plain names in double quotes, which both of Windows' shells understand. Anything else for
 * PowerShell only, in single quotes, where nothing but these quotes themselves is special: it takes
 * the typographic ones for quotes too, and doubling keeps each.
 */
export function quoteForWindows(path: string): string {
  return SPECIAL.test(path) ? `'${path.replaceAll(/['‘’‚‛]/g, '$&$&')}'` : `"${path}"`
}

/** Paths this long need the prefix that lets Windows' programs take up to 32,767 characters. */
const SHORT_PATH_LIMIT = 248

/**
 * `\\?\C:\…` for a long path. Short ones stay as they are: the prefix switches off the clean-up of
 * names, and not every program takes it.
 */
export function longPath(path: string): string {
  if (path.length < SHORT_PATH_LIMIT || path.startsWith('\\\\?\\')) return path
  const plain = path.replaceAll('/', '\\')
  return plain.startsWith('\\\\') ? `\\\\?\\UNC\\${plain.slice(2)}` : `\\\\?\\${plain}`
}
