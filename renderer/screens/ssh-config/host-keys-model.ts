/** The list of recorded host keys: what is found in it, and what can be forgotten. */

import type { KnownHostRow } from '../../contract.ts'

export interface HostPlace {
  /** As known_hosts writes it: `[1.2.3.4]:17445`, or the bare host for port 22. */
  readonly name: string
  readonly host: string
  readonly port: number
}

/**
 * The hosts of a line that can be forgotten one by one. Patterns, hidden names and marked lines
 * stay with their owner: they are no single server's record.
 */
export function placesOf({ names, marker }: KnownHostRow): readonly HostPlace[] {
  if (marker !== null) return []
  return names.flatMap((name) => {
    if (/[*?!]/.test(name)) return []
    const bracketed = /^\[(.+)\]:(\d+)$/.exec(name)
    if (bracketed === null) return [{ name, host: name, port: 22 }]
    return [{ name, host: bracketed[1] ?? '', port: Number(bracketed[2]) }]
  })
}

export function filterRows(rows: readonly KnownHostRow[], search: string): readonly KnownHostRow[] {
  const wanted = search.trim().toLowerCase()
  if (wanted === '') return rows
  return rows.filter(({ names, sha256, type, comment }) =>
    [...names, sha256, type, comment].some((text) => text.toLowerCase().includes(wanted)),
  )
}

export function countWords(found: number, all: number): string {
  const keys = all === 1 ? '1 host key' : `${all} host keys`
  return found === all ? keys : `${found} of ${keys}`
}
