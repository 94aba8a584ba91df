/**
 * What the login is good for beside a terminal: copying files and forwarding ports. Decides about
 * the verdict only when the connection is wanted for it.
 */

import type { TestPurpose } from '../../contract/methods.ts'
import { type Passed, StageFailure } from '../facts.ts'
import type { SshLink } from '../ssh-link.ts'
import { tryForwarding } from './forwarding.ts'
import type { Capabilities } from './session-options.ts'
import { trySftp } from './sftp.ts'

export async function probeCapabilities(
  link: SshLink,
  known: Capabilities,
  limitMs: number,
  signal: AbortSignal,
): Promise<Passed<Capabilities>> {
  const sftp = await trySftp(link, limitMs, signal)
  // Last, because some servers end the connection over it (observed with TinySSH).
  const forwarding = await tryForwarding(link, limitMs, signal)
  return {
    state: sftp.state === 'ok' && forwarding.works === true ? 'ok' : 'warning',
    detail: `${sftp.detail} ${forwarding.detail}`,
    value: { ...known, sftp: sftp.value, forwarding: forwarding.works },
  }
}

/** @throws {StageFailure} when what the connection is wanted for is known not to work */
export function requireFor(purpose: TestPurpose, { exec, sftp, forwarding }: Capabilities): void {
  if (purpose === 'files' && sftp === false) {
    throw new StageFailure('sftp-missing', 'Logging in works, but the server offers no sftp.')
  }
  if (purpose === 'editor' && exec === false) {
    throw new StageFailure(
      'no-session',
      'The server runs something of its own instead of commands, and an editor starts its helper by a command.',
    )
  }
  if ((purpose === 'tunnel' || purpose === 'editor') && forwarding === false) {
    throw new StageFailure(
      'forwarding-refused',
      'Logging in works, but the server does not allow port forwarding.',
    )
  }
}

const NEEDS: Readonly<Record<TestPurpose, string>> = {
  terminal: 'a terminal',
  files: 'copying files',
  editor: 'an editor such as VS Code or Cursor',
  tunnel: 'forwarding a port',
}

export function terminalOnly(purpose: TestPurpose): StageFailure {
  return new StageFailure(
    'proxy-terminal-only',
    `RunPod’s proxy accepted your key, but it gives a terminal only. This connection is wanted for ${NEEDS[purpose]}.`,
  )
}
