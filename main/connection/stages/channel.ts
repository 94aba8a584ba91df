/** Session channels: opened, and read until something decisive was said. */

import type { Client, ClientChannel, PseudoTtyOptions } from 'ssh2'

export type OpenedChannel =
  | { readonly kind: 'opened'; readonly channel: ClientChannel }
  /** The server's or ssh2's reason, e.g. `Unable to exec`. */
  | { readonly kind: 'refused'; readonly reason: string }

export interface ChannelOutput {
  /** Standard output and error together, at most 1 MiB. */
  readonly text: string
  readonly exitCode: number | null
}

const MAX_OUTPUT_LENGTH = 1_048_576
const TERMINAL: PseudoTtyOptions = { term: 'xterm-256color', rows: 24, cols: 80 }

export function openCommand(
  client: Client,
  command: string,
  withTerminal: boolean,
): Promise<OpenedChannel> {
  const options = withTerminal ? { pty: TERMINAL } : {}
  return opened((callback) => client.exec(command, options, callback))
}

/** An interactive shell with a terminal, as a person gets it. */
export function openTerminal(client: Client): Promise<OpenedChannel> {
  return opened((callback) => client.shell(TERMINAL, callback))
}

/**
 * Reads until `isEnough`, the end of the channel, or the bound, and closes the channel. When the
 * whole connection ends, what was said until then counts; without a word it is an error.
 *
 * @param lost rejects when the connection ends
 */
export function readChannel(
  channel: ClientChannel,
  lost: Promise<never>,
  isEnough: (text: string) => boolean,
): Promise<ChannelOutput> {
  return new Promise((resolve, reject) => {
    let text = ''
    const finish = (exitCode: number | null = null) => {
      resolve({ text, exitCode })
      closeChannel(channel)
    }
    const onData = (chunk: Buffer) => {
      text += chunk.toString('utf8')
      if (text.length > MAX_OUTPUT_LENGTH || isEnough(text)) finish()
    }
    channel.on('data', onData)
    channel.stderr.on('data', onData)
    // Not `exit`: a short command's end can come in one packet with its beginning, before this runs.
    channel.on('close', finish)
    lost.catch((error: unknown) => (text === '' ? reject(error) : finish()))
  })
}

/** ssh2 throws when the link below has ended already. */
export function closeChannel(channel: ClientChannel): void {
  try {
    channel.close()
  } catch {
    // Nothing is left to close.
  }
}

function opened(
  open: (callback: (error: Error | undefined, channel: ClientChannel) => void) => void,
): Promise<OpenedChannel> {
  return new Promise((resolve) => {
    try {
      open((error, channel) => {
        if (error) {
          resolve({ kind: 'refused', reason: error.message })
          return
        }
        // Without a listener a late error would end the process.
        channel.on('error', () => {})
        resolve({ kind: 'opened', channel })
      })
    } catch (error) {
      // ssh2 throws `Not connected` when the link ended a moment ago.
      resolve({ kind: 'refused', reason: error instanceof Error ? error.message : 'not connected' })
    }
  })
}
