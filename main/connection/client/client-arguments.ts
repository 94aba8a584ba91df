/** The argv that makes the system's ssh log in once with one key, and change nothing here. */

import type { Target } from '../../contract/methods.ts'
import { configTokens, identityArguments } from '../../ssh-command/index.ts'

export interface ClientChoice {
  readonly target: Target
  /** Absolute. */
  readonly keyPath: string
  /** Files in which the host key must be recorded. */
  readonly knownHostsFiles: readonly string[]
  /** Absolute. */
  readonly sshPath: string
  /** Whether the person's ssh config counts, as it does in a terminal. */
  readonly useConfig: boolean
  /** Its path, where that is not where ssh looks for it. */
  readonly configFile?: string
  /** The config says which key is sent, as for a command without `-i`. */
  readonly keyOfConfig?: boolean
  /** Whether the ssh-agent may sign. */
  readonly useAgent: boolean
}

/**
 * What a config could make ssh do beside the login: share a connection, open ports, run a command,
 * write to known_hosts, put keys into the agent. Options that OpenSSH has known since 7.2, because
 * an unknown one ends ssh (ssh_config(5)).
 */
const NOTHING_ELSE = [
  'ControlMaster=no',
  'ControlPath=none',
  'ClearAllForwardings=yes',
  'ForwardAgent=no',
  'ForwardX11=no',
  'Tunnel=no',
  'PermitLocalCommand=no',
  'UpdateHostKeys=no',
  'CheckHostIP=no',
  'AddKeysToAgent=no',
  'VisualHostKey=no',
] as const

/**
 * `-N` opens no session, so that what the server makes of terminals and commands does not count.
 *
 * @throws {AppError} `unsupported` when ssh cannot be told the path of the key
 */
export function clientArguments(
  choice: ClientChoice,
  connectSeconds: number,
): readonly [string, ...string[]] {
  const { target, useConfig, configFile } = choice
  const config = useConfig ? configFile : 'none'
  const files = choice.knownHostsFiles.map((file) => configTokens(file)).join(' ')
  const options = [
    'BatchMode=yes',
    `ConnectTimeout=${connectSeconds}`,
    'ConnectionAttempts=1',
    'PreferredAuthentications=publickey',
    'StrictHostKeyChecking=yes',
    ...(files === '' ? [] : [`UserKnownHostsFile=${files}`]),
    ...(choice.useAgent ? [] : ['IdentityAgent=none']),
    ...NOTHING_ELSE,
  ]
  return [
    choice.sshPath,
    ...(config === undefined ? [] : ['-F', config]),
    '-v',
    '-N',
    '-T',
    ...options.flatMap((option) => ['-o', option]),
    ...(choice.keyOfConfig === true ? [] : identityArguments(choice.keyPath)),
    '-p',
    String(target.port),
    '-l',
    target.user,
    '--',
    target.host,
  ]
}
