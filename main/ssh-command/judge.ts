/** OpenSSH's own rules for host and user names, so that nothing reaches a command line that it refuses. */

import { isIP } from 'node:net'
import type { Problem, Target } from '../contract/methods.ts'
import { problem } from './problems.ts'

// valid_hostname() and valid_ruser() of openssh-portable ssh.c.
const HOST_FORBIDDEN = /['`"$\\;&<>|(){},\s\p{Cc}]/u
const USER_FORBIDDEN = /['`";&<>|(){}\p{Cc}]/u
const SPACE_THEN_DASH = /\s-/

/**
 * The problem OpenSSH would have with this user, host or port; null when it takes them.
 * Source: openssh-portable ssh.c, `valid_hostname` and `valid_ruser`.
 */
export function judgeTarget(target: Target): Problem | null {
  return judgeHost(target.host) ?? judgeUser(target.user) ?? judgePort(target.port)
}

function judgeHost(host: string): Problem | null {
  if (host === '') return problem('host-missing')
  if (host.startsWith('-')) return problem('host-is-option', host)
  // An address in brackets is for URLs and scp; ssh would look it up as a name.
  if (HOST_FORBIDDEN.test(host) || host.includes('@') || /^\[.*\]$/.test(host)) {
    return problem('host-characters', host)
  }
  if (host.includes('/') || (host.includes(':') && isIP(host) !== 6)) {
    return problem('host-characters', host)
  }
  return null
}

function judgeUser(user: string): Problem | null {
  if (user === '') return problem('user-missing')
  if (user.startsWith('-')) return problem('user-is-option', user)
  if (USER_FORBIDDEN.test(user) || SPACE_THEN_DASH.test(user) || user.endsWith('\\')) {
    return problem('user-characters', user)
  }
  return null
}

function judgePort(port: number): Problem | null {
  const fits = Number.isInteger(port) && port >= 1 && port <= 65_535
  return fits ? null : problem('port-out-of-range', String(port))
}
