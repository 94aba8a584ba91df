/** An evaluation as `ssh -G` would print it, to compare the two. */

import type { Evaluation } from './evaluate.ts'
import { asciiLower } from './patterns.ts'

/** ssh prints these in another form than they are written, or with what it adds itself. */
const NOT_COMPARED: ReadonlySet<string> = new Set([
  ...['ciphers', 'macs', 'kexalgorithms', 'hostkeyalgorithms', 'casignaturealgorithms'],
  ...['hostbasedacceptedalgorithms', 'pubkeyacceptedalgorithms', 'gssapikexalgorithms'],
  ...['ipqos', 'rekeylimit', 'streamlocalbindmask', 'syslogfacility', 'escapechar'],
  ...['tunneldevice', 'canonicalizepermittedcnames', 'logverbose', 'usekeychain'],
  // ssh takes "ask" back when it cannot ask.
  ...['updatehostkeys'],
])

/** `none` leaves these unset, and ssh prints nothing or its own default. */
const CLEARED_BY_NONE: ReadonlySet<string> = new Set([
  ...['localcommand', 'remotecommand', 'proxycommand', 'proxyjump', 'controlpath'],
  ...['revokedhostkeys', 'pkcs11provider', 'securitykeyprovider', 'knownhostscommand'],
])

export function isCompared(keyword: string): boolean {
  return !NOT_COMPARED.has(keyword)
}

/** ssh prints the paths of these with `~`, variables and tokens expanded; of keys it does not. */
const EXPANDED: ReadonlySet<string> = new Set([
  ...['userknownhostsfile', 'controlpath', 'identityagent', 'forwardagent'],
])

/**
 * Values by keyword in lower case, for what the files set; host, user and port are apart.
 * `expand`: a path for this host, null when that is not known.
 */
export function printedSettings(
  { options }: Pick<Evaluation, 'options'>,
  expand: (path: string) => string | null,
): ReadonlyMap<string, readonly string[]> {
  const printed = new Map<string, string[]>()
  const isCleared = options.first('clearallforwardings').value?.printed === 'yes'
  for (const { keyword, value, state } of options.settings()) {
    const name = asciiLower(keyword.name)
    if (state !== 'applies' || !isCompared(name) || APART.has(name)) continue
    if (isCleared && keyword.kind === 'forward') continue
    // A time of "none" leaves the default.
    if (keyword.kind === 'time' && value.printed === 'none') continue
    if (CLEARED_BY_NONE.has(name) && asciiLower(value.printed) === 'none') continue
    const text = EXPANDED.has(name)
      ? value.printed
          .split(' ')
          .map((part) => expand(part) ?? part)
          .join(' ')
      : name === 'hostkeyalias'
        ? asciiLower(value.printed)
        : value.printed
    const isPath = name === 'forwardagent' && !/^(?:yes|no)$/.test(text)
    if (isPath) printed.set(name, [text])
    else if (name !== 'forwardagent' || !printed.has(name)) {
      printed.set(name, [...(printed.get(name) ?? []), text])
    }
  }
  // The second pass changes their order, which means nothing.
  printed.get('sendenv')?.sort()
  return printed
}

const APART: ReadonlySet<string> = new Set(['hostname', 'user', 'port'])

/** The answer of `ssh -G`, by keyword. A value that is there twice counts once. */
export function readPrinted(stdout: string): ReadonlyMap<string, readonly string[]> {
  const printed = new Map<string, string[]>()
  for (const line of stdout.split('\n')) {
    const space = line.indexOf(' ')
    if (space < 0) continue
    const [name, value] = [asciiLower(line.slice(0, space)), line.slice(space + 1)]
    const values = printed.get(name)
    if (values === undefined) printed.set(name, [value])
    else if (!values.includes(value)) values.push(value)
  }
  withoutSockets(printed)
  printed.get('sendenv')?.sort()
  return printed
}

/** ssh 9.2 lists forwardings to a socket once more, as if they were for SOCKS. */
function withoutSockets(printed: Map<string, string[]>): void {
  const forwards = [...(printed.get('localforward') ?? []), ...(printed.get('remoteforward') ?? [])]
  const sockets = forwards.filter((value) => / \//.test(value)).map((value) => value.split(' ')[0])
  const real = printed.get('dynamicforward')?.filter((value) => !sockets.includes(value)) ?? []
  if (real.length > 0) printed.set('dynamicforward', real)
  else printed.delete('dynamicforward')
}
