/** The Host block for a target in an ssh config, and the alias it stands under. */

import { AppError } from '../contract/errors.ts'
import type { Target } from '../contract/methods.ts'
import { configTokens, configWord } from './option-text.ts'
import { podIdOf } from './provider.ts'

/** An alias that needs no quotes in any shell and is no pattern (ssh_config(5), PATTERNS). */
const ALIAS = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u

/** `runpod-<pod id>`, or what is known of the place. */
export function defaultAlias(target: Target): string {
  if (target.kind === 'runpod-proxy') return `runpod-${podIdOf(target.user) ?? 'pod'}`
  const host = target.host.replace(/[^\p{L}\p{N}_.-]/gu, '-').replace(/^[^\p{L}\p{N}_]+/u, '')
  const place = target.port === 22 ? host : `${host}-${target.port}`
  return target.kind === 'runpod-direct' ? `runpod-${place}` : place
}

/** @throws {AppError} `invalid-name` */
export function checkAlias(alias: string): string {
  if (ALIAS.test(alias)) return alias
  throw new AppError(
    'invalid-name',
    'A name for the ssh config may hold letters, digits, “-”, “_” and “.”, and starts with a letter or digit.',
  )
}

/** `identityFile`: absolute, or starting with `~/`. */
export function hostBlock(target: Target, identityFile: string | null, alias: string): string {
  const lines = [
    `Host ${alias}`,
    `    HostName ${configTokens(target.host)}`,
    `    User ${configWord(target.user)}`,
    `    Port ${target.port}`,
    ...(identityFile === null
      ? []
      : [`    IdentityFile ${configTokens(identityFile)}`, '    IdentitiesOnly yes']),
    '    ServerAliveInterval 30',
  ]
  return lines.join('\n')
}
