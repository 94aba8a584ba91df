/** Puts a public key onto a server by hand. */

import { quoteForShell } from '../system/quote-for-shell.ts'

/**
 * Adds one key for the account that runs it, with the modes that sshd's StrictModes wants. `printf`,
 * because `echo` of some shells turns the backslash of `PC\name`, a usual comment on Windows, into
 * something else; the line end in front because a last line without one would be joined.
 */
export function authorizeCommand(publicKeyLine: string): string {
  const quoted = quoteForShell(publicKeyLine)
  return `mkdir -p ~/.ssh && printf '\\n%s\\n' ${quoted} >> ~/.ssh/authorized_keys && chmod 700 ~/.ssh && chmod 600 ~/.ssh/authorized_keys`
}
