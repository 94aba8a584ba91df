/** The arguments that make ssh and its relatives use one key and reach one target. */

import { AppError } from '../contract/errors.ts'
import type { Target } from '../contract/methods.ts'
import { judgeTarget } from './judge.ts'
import { configTokens } from './option-text.ts'

/**
 * Options that log in with exactly this key. Without `IdentitiesOnly` an ssh-agent's keys are offered
 * first, and a server that allows five tries may refuse before it sees this one.
 *
 * @throws {AppError} `unsupported` when ssh cannot be told this path
 */
export function identityArguments(
  identityFile: string | null,
  quote: '"' | "'" = '"',
): readonly string[] {
  if (identityFile === null) return []
  // ssh expands ${NAME} and %x in the path of -i, and only %% can be escaped (ssh_config(5), TOKENS).
  if (identityFile.includes('${')) {
    throw new AppError(
      'unsupported',
      'ssh cannot use this key: the “${” in its path would be read as a variable. Rename the folder or file, or copy the key elsewhere.',
    )
  }
  // `-i` drops a path with %% because no such file exists before the expansion; `-o` does not look.
  const file = identityFile.includes('%')
    ? ['-o', `IdentityFile=${configTokens(identityFile, quote)}`]
    : ['-i', identityFile]
  return [...file, '-o', 'IdentitiesOnly=yes']
}

/** The argv of the system's ssh for an interactive login, to be run without a shell. */
export function sshArguments(
  target: Target,
  identityFile: string | null,
): readonly [string, ...string[]] {
  const destination = `${target.user}@${target.host}`
  // The port is always given: the person's ssh config may set another for this host.
  return ['ssh', ...identityArguments(identityFile), '-p', String(target.port), '--', destination]
}

/**
 * The same for a host of the ssh config, which says the rest.
 *
 * @throws {AppError} `invalid-name` for what ssh would refuse or take for an option
 */
export function aliasArguments(alias: string): readonly [string, ...string[]] {
  const problem = judgeTarget({ user: 'root', host: alias, port: 22, kind: 'generic' })
  if (problem !== null) throw new AppError('invalid-name', `${problem.title}. ${problem.detail}`)
  return ['ssh', '--', alias]
}
