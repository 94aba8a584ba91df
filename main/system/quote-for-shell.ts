/** Text for commands that a person copies into a POSIX shell. */

/** One word, whatever it holds: in single quotes nothing has a meaning (POSIX shell, 2.2.2). */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
