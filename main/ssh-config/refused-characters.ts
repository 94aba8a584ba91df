/** Characters that ssh refuses in what is typed (ssh.c and readconf.c: ssh_valid_hostname, ssh_valid_ruser). */

/** What is refused, in words: `the character ";"`; null when ssh takes the name. */
export function refusedHost(name: string): string | null {
  return name.startsWith('-')
    ? 'a “-” at its start'
    : refused(/[\s\x00-\x1f\x7f'`"$\\;&<>|(){},]/.exec(name))
}

/** The same for a user name, where more is allowed. */
export function refusedUser(name: string): string | null {
  if (name.startsWith('-')) return 'a “-” at its start'
  if (name.endsWith('\\')) return 'a “\\” at its end'
  if (/\s-/.test(name)) return 'a space before “-”'
  return refused(/[\x00-\x1f\x7f'`";&<>|(){}]/.exec(name))
}

function refused(match: RegExpExecArray | null): string | null {
  const [character] = match ?? []
  if (character === undefined) return null
  if (character === ' ') return 'a space'
  return /[\s\x00-\x1f\x7f]/.test(character)
    ? 'an invisible character'
    : `the character ${character}`
}
