/** Stage `sftp`: whether files can be copied. Never decides about the verdict: a login needs none. */

import type { Passed } from '../facts.ts'
import { printable } from '../printable.ts'
import { LinkLost, type SshLink } from '../ssh-link.ts'
import { within } from '../within.ts'

/** The value is null when the server did not answer in time. */
export async function trySftp(
  link: SshLink,
  limitMs: number,
  signal: AbortSignal,
): Promise<Passed<boolean | null>> {
  const timedOut = new Error('no answer')
  try {
    const reason = await within(
      limitMs,
      signal,
      () => timedOut,
      () => Promise.race([startSftp(link), link.lost]),
    )
    return reason === null
      ? { state: 'ok', detail: 'Copying files (scp, sftp) works.', value: true }
      : refused(reason)
  } catch (error) {
    if (signal.aborted) throw error
    if (error === timedOut) {
      const detail = `No answer about copying files within ${limitMs / 1000} s.`
      return { state: 'warning', detail, value: null }
    }
    const reason = error instanceof Error ? error.message : 'unknown'
    return isGone(error) && !NO_PACKET.test(reason) ? NOT_KNOWN : refused(reason)
  }
}

/** Some servers serve one channel a connection and end it then (observed with TinySSH). */
const NOT_KNOWN: Passed<null> = {
  state: 'warning',
  detail:
    'The server ended the connection, so whether copying files (scp, sftp) works is not known.',
  value: null,
}

/** ssh2 throws `Not connected` when the link ended before it was asked. */
function isGone(error: unknown): boolean {
  return error instanceof LinkLost || (error instanceof Error && error.message === 'Not connected')
}

/** Null when sftp started, otherwise the reason why not. */
function startSftp(link: SshLink): Promise<string | null> {
  return new Promise((resolve) => {
    link.client.sftp((error, sftp) => {
      if (error) {
        resolve(error.message)
        return
      }
      sftp.on('error', () => {})
      sftp.end()
      resolve(null)
    })
  })
}

/** ssh2 took the text that a shell prints for the length of a packet. */
const NO_PACKET = /^Packet length \d+ exceeds/

function refused(reason: string): Passed<boolean> {
  if (NO_PACKET.test(reason)) {
    return {
      state: 'warning',
      detail:
        'The server answers with plain text, so copying files (scp, sftp) will not work. Logging in does. Often a line in the ~/.bashrc there is the reason: it must print nothing when nobody sits at a terminal.',
      value: false,
    }
  }
  return {
    state: 'warning',
    detail: `The server does not offer sftp (${printable(reason)}), so scp and sftp will not work. Logging in does.`,
    value: false,
  }
}
