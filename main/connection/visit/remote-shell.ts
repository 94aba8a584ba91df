/** Shell lines run on a server by `sh`, whatever the account's own shell is. */

import { StageFailure } from '../facts.ts'
import { printable } from '../printable.ts'
import { LinkLost, type SshLink } from '../ssh-link.ts'
import { closeChannel, openCommand, readChannel } from '../stages/channel.ts'
import { within } from '../within.ts'

export interface RemoteOutput {
  /** Standard output and error together, at most 1 MiB; anything can stand there. */
  readonly text: string
  readonly exitCode: number | null
}

export interface RemoteShell {
  /**
   * @throws {StageFailure} `no-shell`, `session-timeout`, `session-closed`; {AppError} `cancelled`
   */
  run(script: string, limitMs: number): Promise<RemoteOutput>
}

export function remoteShell(link: SshLink, signal: AbortSignal): RemoteShell {
  return {
    run(script, limitMs) {
      const onTimeout = () =>
        new StageFailure(
          'session-timeout',
          `The login worked, but the server did not finish within ${limitMs / 1000} s.`,
        )
      return within(limitMs, signal, onTimeout, (until) => run(link, script, until))
    },
  }
}

async function run(link: SshLink, script: string, until: AbortSignal): Promise<RemoteOutput> {
  try {
    // The script goes in by standard input: nothing of it shows in the server's list of processes.
    const opened = await Promise.race([openCommand(link.client, 'sh -s', false), link.lost])
    if (opened.kind === 'refused') {
      throw new StageFailure(
        'no-shell',
        `The login worked, but the server runs no commands: ${printable(opened.reason)}`,
      )
    }
    until.addEventListener('abort', () => closeChannel(opened.channel), { once: true })
    const output = readChannel(opened.channel, link.lost, () => false)
    opened.channel.end(script)
    return await output
  } catch (error) {
    if (!(error instanceof LinkLost)) throw error
    throw new StageFailure(
      'session-closed',
      `The login worked, and then the connection ended: ${printable(error.message)}`,
    )
  }
}
