/**
 * A known_hosts file as lines that keep every byte (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT").
 * What OpenSSH would skip stays as it is and simply matches nothing.
 */

/** A line of the right shape. Whether its key is one is only looked at where the host matches. */
export interface KnownHostsEntry {
  readonly kind: 'entry'
  readonly marker: 'cert-authority' | 'revoked' | null
  /** The names as written: a comma list of patterns, or one hashed name. */
  readonly hosts: string
  /** Where `hosts` starts in `raw`, in characters. */
  readonly hostsStart: number
  /** Type word and base64. */
  readonly keyText: string
  /** What follows the key; one character per byte. */
  readonly comment: string
}

export type KnownHostsLine = {
  /** Line in the file, from 1. */
  readonly number: number
  /** Everything up to and with the line ending, one character per byte. */
  readonly raw: string
} & (KnownHostsEntry | { readonly kind: 'other' })

/** Marker, names, key type and base64; what follows is a comment. */
const KEY_LINE = /^[ \t]*(?:(@[^ \t]*)[ \t]+)?([^ \t]+)[ \t]+([^ \t]+)[ \t]+([^ \t]+)/d

/** Splits after every `\n`. Latin-1 keeps one character per byte, so that joining restores the file. */
export function parseKnownHosts(bytes: Buffer): readonly KnownHostsLine[] {
  const raws = bytes.toString('latin1').match(/[^\n]*\n|[^\n]+$/g) ?? []
  return raws.map((raw, index) => {
    const content = parseEntry(raw.replace(/\r?\n$/, '').replace(/\r$/, ''))
    return { number: index + 1, raw, ...(content ?? { kind: 'other' as const }) }
  })
}

/** The bytes of the lines, exactly as they were read. */
export function formatKnownHosts(lines: readonly { readonly raw: string }[]): Buffer {
  return Buffer.from(lines.map((line) => line.raw).join(''), 'latin1')
}

function parseEntry(text: string): KnownHostsEntry | null {
  const match = KEY_LINE.exec(text)
  if (match === null) return null
  const [, markerText, hosts, type, base64] = match
  if (hosts === undefined || hosts.startsWith('#') || hosts.startsWith('@')) return null
  const marker = parseMarker(markerText)
  if (marker === undefined) return null
  const hostsStart = match.indices?.[2]?.[0] ?? 0
  const comment = text.slice(match[0].length).trim()
  return { kind: 'entry', marker, hosts, hostsStart, keyText: `${type} ${base64}`, comment }
}

/** Undefined for a word that OpenSSH does not know: it skips such a line. */
function parseMarker(text: string | undefined): KnownHostsEntry['marker'] | undefined {
  if (text === undefined) return null
  if (text === '@cert-authority') return 'cert-authority'
  if (text === '@revoked') return 'revoked'
  return undefined
}
