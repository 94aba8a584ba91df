/** Which names of a known_hosts line mean a host, by the rules of OpenSSH's match.c and hostfile.c. */

import { createHmac, timingSafeEqual } from 'node:crypto'

const DEFAULT_PORT = 22

/** The name a host has in known_hosts: lower case, and `[host]:port` unless the port is 22. */
export function knownHostName(host: string, port: number): string {
  const name = host.toLowerCase()
  return port === DEFAULT_PORT ? name : `[${name}]:${port}`
}

/** Whether the names of a line mean `name`. A match of any negated pattern wins over all others. */
export function matchesHosts(hosts: string, name: string): boolean {
  if (isHashed(hosts)) return matchesHash(hosts, name)
  let matched = false
  for (const part of hosts.split(',')) {
    const negated = part.startsWith('!')
    if (!matchesPattern((negated ? part.slice(1) : part).toLowerCase(), name)) continue
    if (negated) return false
    matched = true
  }
  return matched
}

/** Whether one name of the list is literally this name, so that it can be removed on its own. */
export function namesExactly(part: string, name: string): boolean {
  return isHashed(part) ? matchesHash(part, name) : part.toLowerCase() === name
}

export function isHashed(hosts: string): boolean {
  return hosts.startsWith('|')
}

/** `|1|base64(salt)|base64(HMAC-SHA1(salt, name))`; the name includes the `[host]:port` form. */
function matchesHash(hosts: string, name: string): boolean {
  const [, version, salt, digest, ...rest] = hosts.split('|')
  if (version !== '1' || !salt || !digest || rest.length > 0) return false
  const wanted = Buffer.from(digest, 'base64')
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name, 'latin1').digest()
  return wanted.length === actual.length && timingSafeEqual(wanted, actual)
}

/**
 * `*` and `?` as in OpenSSH's match_pattern. Walks both texts once, going back only to the last
 * `*`, so that no pattern can make it slow.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  let p = 0
  let t = 0
  let star = -1
  let restart = 0
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++
      restart = t
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++restart
    } else {
      return false
    }
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
