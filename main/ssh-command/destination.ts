/** Splits `[user@]host[:port]` and its relatives as ssh, scp, sftp and rsync each read it. */

import { isIP } from 'node:net'
import type { Program } from './grammar.ts'
import type { Note } from './reading.ts'

export interface Destination {
  readonly user: string | null
  readonly host: string
  readonly port: string | null
  readonly notes: readonly Note[]
}

const URI = /^(?:ssh|sftp|scp):\/\//i
const DASHES = /[‐‑‒–—―−]/g

/** The destination of `ssh` (or of a line that is only an address). A port after a colon is repaired. */
export function sshDestination(word: string): Destination {
  const notes: Note[] = []
  const plain = word.replace(DASHES, '-')
  if (plain !== word) notes.push({ code: 'typographic-dash', about: word })
  const uri = URI.test(plain)
  const body = uri ? plain.replace(URI, '').replace(/\/$/, '') : plain
  const { user, rest } = splitUser(body)
  const { host, port } = splitPort(rest)
  if (!uri && port !== null) notes.push({ code: 'colon-port', about: rest })
  if (!uri && port === null && host !== rest) notes.push({ code: 'host-brackets', about: host })
  return { user: uri && user !== null ? decode(user) : user, host, port, notes }
}

/**
 * The remote side among the words of scp, sftp or rsync; null when all are local files.
 * scp(1): a colon before any slash makes a word remote; a drive letter does not.
 */
export function copyDestination(
  program: Exclude<Program, 'ssh'>,
  words: readonly string[],
): Destination | null {
  for (const word of words) {
    if (URI.test(word)) {
      // scp://user@host:port/path
      return sshDestination(word.replace(/^(\w+:\/\/[^/]*)\/.*$/s, '$1'))
    }
    const address = remotePart(word) ?? (program === 'sftp' ? word : null)
    if (address === null) continue
    const { user, rest } = splitUser(address.replace(DASHES, '-'))
    return { user, host: unbracket(rest), port: null, notes: [] }
  }
  return null
}

/** `user@host` of `user@host:path`; null when the word is a local path. */
function remotePart(word: string): string | null {
  const at = word.indexOf('@')
  const bracket = word.indexOf(']')
  const bracketed = word[at + 1] === '[' && bracket > 0
  const colon = word.indexOf(':', bracketed ? bracket : 0)
  if (colon <= 0 || word.slice(0, colon).includes('/')) return null
  if (/^[A-Za-z]:(?:[\\/]|$)/.test(word)) return null
  return word.slice(0, colon)
}

/** ssh splits at the last "@", so that a user name may hold one. */
function splitUser(word: string): { user: string | null; rest: string } {
  const at = word.lastIndexOf('@')
  return at < 0 ? { user: null, rest: word } : { user: word.slice(0, at), rest: word.slice(at + 1) }
}

function splitPort(rest: string): { host: string; port: string | null } {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/s.exec(rest)
  if (bracketed) return { host: bracketed[1] ?? '', port: bracketed[2] ?? null }
  const colon = rest.lastIndexOf(':')
  // Two colons or more are an IPv6 address, which has no place for a port.
  if (colon < 0 || isIP(rest) === 6 || rest.indexOf(':') !== colon) {
    return { host: rest, port: null }
  }
  return { host: rest.slice(0, colon), port: rest.slice(colon + 1) }
}

function unbracket(host: string): string {
  return /^\[([^\]]*)\]$/.exec(host)?.[1] ?? host
}

/** ssh URIs are percent-encoded (draft-ietf-secsh-scp-sftp-ssh-uri). */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
