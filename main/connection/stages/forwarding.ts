/** Whether ports can be forwarded: a channel to a port of the server's own loopback is asked for. */

import { LinkLost, type SshLink } from '../ssh-link.ts'
import { within } from '../within.ts'

export interface ForwardingAnswer {
  /** Null when the server did not answer in time. */
  readonly works: boolean | null
  readonly detail: string
}

/** Nothing listens on it; that the server tries to connect is what shows that it may. */
const UNUSED_PORT = 1
/** RFC 4254 §5.1: the server was willing, and nobody answered at the port. */
const CONNECT_FAILED = 2

export async function tryForwarding(
  link: SshLink,
  limitMs: number,
  signal: AbortSignal,
): Promise<ForwardingAnswer> {
  const timedOut = new Error('no answer')
  try {
    const works = await within(
      limitMs,
      signal,
      () => timedOut,
      () => Promise.race([openForward(link), link.lost]),
    )
    return works
      ? { works, detail: 'Port forwarding works.' }
      : { works, detail: 'The server does not allow port forwarding.' }
  } catch (error) {
    if (signal.aborted) throw error
    if (error instanceof LinkLost) {
      return { works: false, detail: 'The server hangs up when a port is to be forwarded.' }
    }
    return { works: null, detail: 'Whether ports can be forwarded is not known.' }
  }
}

function openForward({ client }: SshLink): Promise<boolean> {
  return new Promise((resolve) => {
    client.forwardOut('127.0.0.1', 0, '127.0.0.1', UNUSED_PORT, (error, channel) => {
      if (error) {
        resolve(Reflect.get(error, 'reason') === CONNECT_FAILED)
        return
      }
      channel.on('error', () => {})
      channel.destroy()
      resolve(true)
    })
  })
}
