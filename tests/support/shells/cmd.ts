/**
 * What cmd.exe makes of a line typed at its prompt, as far as one command without redirection goes.
 * Source: "How does the Windows Command Interpreter (CMD.EXE) parse scripts?" (dbenham and jeb), with
 * the command line's own rules for `%`; `cmd /?` on quotes. Delayed expansion is off, as by default.
 */

/** The command line that the program gets. `lookUp` answers for the environment. */
export function readCmdLine(line: string, lookUp: (name: string) => string | undefined): string {
  return removeCarets(expandPercent(line, lookUp))
}

/** Phase 1 goes before quotes and carets are looked at; an unknown name stays as it is. */
function expandPercent(line: string, lookUp: (name: string) => string | undefined): string {
  let result = ''
  for (let at = 0; at < line.length; ) {
    const end = line[at] === '%' ? line.indexOf('%', at + 1) : -1
    const name = end < 0 ? '' : line.slice(at + 1, end)
    // `%NAME:old=new%` and `%NAME:~1,2%` expand as well.
    const value = name === '' ? undefined : (lookUp(name) ?? lookUp(name.split(':')[0] ?? ''))
    if (value !== undefined) {
      result += value
      at = end + 1
    } else {
      result += line.charAt(at)
      at += 1
    }
  }
  return result
}

/** Phase 2: a quote switches escaping off until the next quote; outside, a caret takes what follows. */
function removeCarets(line: string): string {
  let result = ''
  let quoted = false
  for (let at = 0; at < line.length; at += 1) {
    const char = line.charAt(at)
    if (char === '"') quoted = !quoted
    if (!quoted && char === '^') {
      at += 1
      result += line.charAt(at)
    } else if (!quoted && '&|<>()'.includes(char)) {
      throw new Error(`cmd would act on ${char} in: ${line}`)
    } else result += char
  }
  return result
}
