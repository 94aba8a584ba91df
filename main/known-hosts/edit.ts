/** Changes to the bytes of a known_hosts file: one line added, or one name taken out. */

import { formatPublicKeyLine, type PublicKey } from '../public-keys/index.ts'
import { formatKnownHosts, parseKnownHosts } from './file.ts'
import { type KeyLine, keyLines } from './judge.ts'
import { isHashed, knownHostName, namesExactly } from './matching.ts'

/**
 * Adds `name type base64` as the last line. The name is written plainly even where the system's
 * `HashKnownHosts` is on: ssh reads both, and a person can read this one.
 */
export function appendKey(old: Buffer | null, host: string, port: number, key: PublicKey): Buffer {
  const line = `${knownHostName(host, port)} ${formatPublicKeyLine({ ...key, comment: '' })}`
  const before = old ?? Buffer.alloc(0)
  const separator = before.length > 0 && before.at(-1) !== 0x0a ? '\n' : ''
  return Buffer.concat([before, Buffer.from(`${separator}${line.trimEnd()}\n`, 'latin1')])
}

/** Lines that hold exactly this name: no marker, and not only a pattern that happens to match. */
export function removableLines(bytes: Buffer, host: string, port: number): readonly KeyLine[] {
  const name = knownHostName(host, port)
  return keyLines(
    parseKnownHosts(bytes),
    ({ marker, hosts }) =>
      marker === null && namesOf(hosts).some((part) => namesExactly(part, name)),
  )
}

/**
 * Takes the name out of the given lines. Other names on a line stay, a line without names goes
 * (`ssh-keygen -R` would drop the whole line either way), and every other byte stays.
 *
 * @param confirmed raw lines that may change; lines that appeared since are left alone
 */
export function removeName(
  old: Buffer,
  host: string,
  port: number,
  confirmed: ReadonlySet<string>,
): Buffer {
  const name = knownHostName(host, port)
  const kept = parseKnownHosts(old).flatMap((line) => {
    if (line.kind !== 'entry' || line.marker !== null || !confirmed.has(line.raw)) return [line]
    const names = namesOf(line.hosts)
    const others = names.filter((part) => !namesExactly(part, name))
    if (others.length === names.length) return [line]
    if (others.length === 0) return []
    const end = line.hostsStart + line.hosts.length
    const raw = line.raw.slice(0, line.hostsStart) + others.join(',') + line.raw.slice(end)
    return [{ raw }]
  })
  return formatKnownHosts(kept)
}

function namesOf(hosts: string): readonly string[] {
  return isHashed(hosts) ? [hosts] : hosts.split(',')
}
