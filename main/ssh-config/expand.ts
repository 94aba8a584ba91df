/** `~`, `${ENV}` and `%` tokens of config values (ssh_config(5), TOKENS and ENVIRONMENT VARIABLES). */

import { createHash } from 'node:crypto'
import { pathsOf, type Surroundings } from './surroundings.ts'

/**
 * The absolute path that an IdentityFile or CertificateFile means; null when that depends on the
 * host or on the folder ssh is started in, for `none`, and for what ssh cannot expand either.
 */
export function expandIdentityPath(value: string, around: Surroundings): string | null {
  if (value.toLowerCase() === 'none') return null
  const tilde = expandTilde(value, around)
  const expanded = tilde === null ? null : expandTokens(tilde, around)
  if (expanded === null) return null
  const { isAbsolute, normalize } = pathsOf(around)
  const path = around.platform === 'win32' ? fromGitBash(expanded) : expanded
  return isAbsolute(path) ? normalize(path) : null
}

/** What the tokens of a host stand for. */
export interface HostTokens {
  /** What ssh connects to: `%h`. */
  readonly host: string
  /** What was typed: `%n`, and `%k` without an alias of the host key. */
  readonly originalHost: string
  readonly user: string
  readonly port: number
  /** `HostKeyAlias`. */
  readonly alias: string | null
}

/** The same for one host, with its tokens; null for what is relative and for `none`. */
export function expandIdentityFor(
  value: string,
  around: Surroundings,
  tokens: HostTokens,
): string | null {
  return expandIdentityPath(resolveTokens(value, around, tokens), around)
}

/** A path that need not be absolute, for one host; null when a token or a variable is not known. */
export function expandForHost(
  value: string,
  around: Surroundings,
  tokens: HostTokens,
): string | null {
  const tilde = expandTilde(value, around)
  return tilde === null ? null : expandTokens(resolveTokens(tilde, around, tokens), around)
}

function resolveTokens(value: string, around: Surroundings, tokens: HostTokens): string {
  const { host, originalHost, user, port, alias } = tokens
  const hash = () =>
    createHash('sha1').update(`${around.hostname}${host}${port}${user}`).digest('hex')
  const own: { readonly [letter: string]: () => string } = {
    C: hash,
    h: () => host,
    n: () => originalHost,
    r: () => user,
    p: () => String(port),
    k: () => alias ?? originalHost,
  }
  // What a token stands for is not expanded again.
  return value.replace(
    /%(.)/gs,
    (whole, letter: string) => own[letter]?.().replaceAll('%', '%%') ?? whole,
  )
}

/** `~/x` and `~me/x`; null for the homes of other accounts. */
export function expandTilde(value: string, around: Surroundings): string | null {
  if (!value.startsWith('~')) return value
  const slash = value.search(around.platform === 'win32' ? /[/\\]/ : /\//)
  const name = value.slice(1, slash < 0 ? undefined : slash)
  if (name !== '' && name !== around.user?.name) return null
  return around.home + (slash < 0 ? '' : value.slice(slash))
}

/** Null when a token depends on the host, is unknown, or names a variable that is not set. */
export function expandTokens(value: string, around: Surroundings): string | null {
  let known = true
  const expanded = value.replace(/\$\{([^}]*)\}|\$\{|%(.?)/gs, (whole, name, letter) => {
    const text = whole.startsWith('%') ? percentToken(letter, around) : around.env[name ?? '']
    if (text === undefined) known = false
    return text ?? ''
  })
  return known ? expanded : null
}

/** The tokens that do not depend on the host. */
function percentToken(letter: string, around: Surroundings): string | undefined {
  switch (letter) {
    case '%':
      return '%'
    case 'd':
      return around.home
    case 'u':
      return around.user?.name
    case 'i':
      return around.user?.uid.toString()
    case 'l':
      return around.hostname
    case 'L':
      return around.hostname.split('.')[0]
    default:
      return undefined
  }
}

/** Git's ssh on Windows knows drives as `/c/`; for Windows' own ssh such a path leads nowhere. */
function fromGitBash(path: string): string {
  return path.replace(/^\/([A-Za-z])\//, '$1:/')
}
