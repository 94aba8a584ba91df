/** Addresses in the form in which ssh prints them (ssh.c, resolve_addr). */

import { isIPv6 } from 'node:net'

/** `127.1` is 127.0.0.1, `2001:DB8:0:0::1` is 2001:db8::1; null for a name. */
export function canonicalAddress(text: string): string | null {
  if (text.includes(':')) {
    const [address = '', zone] = text.split('%')
    if (!isIPv6(address)) return text
    return canonicalIPv6(address) + (zone === undefined ? '' : `%${zone}`)
  }
  // The old ways to write an address: fewer parts, octal, hexadecimal.
  if (!/^(?:\d+|0x[\da-f]+)(?:\.(?:\d+|0x[\da-f]+)){0,3}$/i.test(text)) return null
  try {
    return new URL(`http://${text}/`).hostname
  } catch {
    return text
  }
}

function canonicalIPv6(address: string): string {
  const text = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  // ssh prints the last two groups of a mapped address with dots.
  const mapped = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(text)
  if (mapped === null) return text
  const [high, low] = [mapped[1], mapped[2]].map((part) => Number.parseInt(part ?? '0', 16))
  return `::ffff:${[(high ?? 0) >> 8, (high ?? 0) & 255, (low ?? 0) >> 8, (low ?? 0) & 255].join('.')}`
}
