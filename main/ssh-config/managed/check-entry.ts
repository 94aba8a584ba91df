/** An entry as it may stand in a config: only what every version of ssh reads as it is meant. */

import { AppError } from '../../contract/errors.ts'
import type { HostEntry, UpsertHostParams } from '../../contract/methods.ts'
import { checkAlias, judgeTarget } from '../../ssh-command/index.ts'
import { pathsOf, type Surroundings } from '../surroundings.ts'
import type { WantedSetting } from './verify/expectation.ts'

/** It is looked up in known_hosts as it is, so it may hold nothing that means something there. */
const HOST_KEY_ALIAS = /^[A-Za-z0-9_][A-Za-z0-9_.:-]*$/

/**
 * `identityFile` is already resolved from a key's id.
 *
 * @throws {AppError} `invalid-name`, `invalid-value`, `unsupported`
 */
export function checkEntry(
  params: UpsertHostParams,
  identityFile: string | null,
  around: Surroundings,
): HostEntry {
  const { hostName, user, port, hostKeyAlias = null } = params
  const alias = checkAlias(params.alias)
  const problem = judgeTarget({ user, host: hostName, port, kind: 'generic' })
  if (problem !== null) throw new AppError('invalid-value', problem.detail)
  if (/[%$]/.test(user)) {
    throw new AppError(
      'invalid-value',
      `ssh may put something else in the place of “%” and “$” in the user name ${user}. Enter the name of the account on the server; on RunPod it is root.`,
    )
  }
  if (hostKeyAlias !== null && !HOST_KEY_ALIAS.test(hostKeyAlias)) {
    throw new AppError(
      'invalid-value',
      `“${hostKeyAlias}” cannot be the name under which a host key is kept: it may hold letters, digits, “_”, “-”, “.” and “:”.`,
    )
  }
  if (identityFile !== null) checkIdentity(identityFile, around)
  return { alias, hostName, user, port, identityFile, hostKeyAlias }
}

function checkIdentity(path: string, around: Surroundings): void {
  if (!pathsOf(around).isAbsolute(path)) {
    throw new AppError(
      'invalid-value',
      `${path} is not the full path of a key file. Choose the key from the list, or enter its path from the very beginning.`,
    )
  }
  // ssh expands ${…}, and there is no way to tell it not to.
  if (/\p{Cc}|\$\{/u.test(path)) {
    throw new AppError(
      'unsupported',
      `The ssh config cannot hold the path ${path}: it has a line break or \${ in it. Rename the key file.`,
    )
  }
}

/** The settings of an entry as they stand in a file, in their usual order. */
export function settingsOf(entry: HostEntry, around: Surroundings): readonly WantedSetting[] {
  const { hostName, user, port, identityFile, hostKeyAlias } = entry
  return [
    { name: 'HostName', value: tokens(hostName) },
    { name: 'User', value: user },
    { name: 'Port', value: `${port}` },
    ...(identityFile === null
      ? []
      : [
          { name: 'IdentityFile', value: identityValue(identityFile, around) },
          { name: 'IdentitiesOnly', value: 'yes' },
        ]),
    ...(hostKeyAlias === null ? [] : [{ name: 'HostKeyAlias', value: hostKeyAlias }]),
  ]
}

/** Forward slashes serve ssh on Windows too, and need no care with quotes. */
export function identityValue(path: string, around: Surroundings): string {
  return tokens(around.platform === 'win32' ? path.replaceAll('\\', '/') : path)
}

/** ssh expands `%` here, so it is written twice (ssh_config(5), TOKENS). */
function tokens(value: string): string {
  return value.replaceAll('%', '%%')
}
