/** Removes secrets and the home folder from text that goes to a log file, or back to a terminal. */

/**
 * Base64 of a DER structure, as in the body of a PEM file without its first line: PKCS#1, SEC1,
 * PKCS#8. Public keys and certificates look the same from here, and are no loss in a log.
 */
const DER = /(?<![A-Za-z0-9+/]|SHA256:)M[CDEFGHI][A-Za-z0-9+/]{38}[A-Za-z0-9+/=\s\\]*/

const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [
    /-{4,5} ?BEGIN [A-Z0-9 ]*PRIVATE KEY[\s\S]*?(?:-{4,5} ?END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)? ?-{4,5}|$)/g,
    '[private key removed]',
  ],
  // PuTTY: everything from the private part on.
  [/Private-Lines:[\s\S]*/g, '[private key removed]'],
  // The start of an OpenSSH private key without its header, in base64: "openssh-key-v1".
  [/b3BlbnNzaC1rZXktdj[A-Za-z0-9+/=\s\\]*/g, '[private key removed]'],
  [new RegExp(DER, 'g'), '[private key removed]'],
  [/\brpa_[A-Za-z0-9_-]+/g, '[API key removed]'],
  [/\bBearer\s+[^\s"']+/gi, 'Bearer [removed]'],
  [
    /((?:pass(?:phrase|word)|secret|token|api[-_]?key|authorization)\\?["']?\s*[:=]\s*)(?:\\?"[^"\n]*"?|'[^'\n]*'?|[^\s,;}"']+)/gi,
    '$1[removed]',
  ],
]

const SECRET_NAME = /pass(?:phrase|word)|secret|token|api[-_]?key|authorization|private/i

const HEADERS = /BEGIN [A-Z0-9 ]*PRIVATE KEY|b3BlbnNzaC1rZXktdj|PuTTY-User-Key-File-|Private-Lines:/

/** Whether the text holds the beginning of a private key, with or without its first line. */
export function holdsPrivateKey(text: string): boolean {
  return HEADERS.test(text) || DER.test(text)
}

/** Whether a field of that name is left out of the log whatever its value. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name)
}

/** `home` is shown as `~`; the empty text leaves every path as it is. */
export function redact(text: string, home: string): string {
  let result = text
  for (const [pattern, replacement] of REPLACEMENTS) result = result.replace(pattern, replacement)
  return shortenHome(result, home)
}

/** `/home/me/x` becomes `~/x`; `/home/me2` stays. */
function shortenHome(text: string, home: string): string {
  if (home.length < 2) return text
  let result = text
  for (const form of new Set([home, home.replaceAll('\\', '/'), encodeURI(home)])) {
    const pattern = new RegExp(
      `${form.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w.-])`,
      process.platform === 'linux' ? 'g' : 'gi',
    )
    result = result.replace(pattern, '~')
  }
  return result
}
