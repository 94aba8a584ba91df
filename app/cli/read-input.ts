/** Reads what is piped in, or a file that was named, as text. */

import type { Readable } from 'node:stream'
import { AppError } from '../../main/contract/errors.ts'

/** It is a passphrase, a paste or parameters; the contract's largest text is smaller. */
const MAX_INPUT_BYTES = 4_194_304

/** Ctrl+D and Ctrl+Z: Windows has no end of what is typed, and hands them over like letters. */
const TYPED_END = /[\u0004\u001a]/

/** How a text that is pasted into a terminal is ended. */
export const PASTE_HINT =
  process.platform === 'win32'
    ? 'Paste the text, press Enter, then Ctrl+Z and Enter:\n'
    : 'Paste the text, then press Enter and Ctrl+D:\n'

/**
 * To the end, or as far as the text could be of use.
 *
 * @param typed it comes from a terminal
 * @throws {AppError} `cancelled`
 */
export function readInput(
  stream: Readable,
  signal: AbortSignal,
  { typed = false } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      reject(new AppError('cancelled', 'Stopped at your request.'))
      stream.destroy()
    }
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    readAll(stream, typed)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', onAbort))
  })
}

async function readAll(stream: Readable, typed: boolean): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > MAX_INPUT_BYTES) break
    const end = typed ? bytes.toString('latin1').search(TYPED_END) : -1
    chunks.push(end < 0 ? bytes : bytes.subarray(0, end))
    if (end >= 0) break
  }
  return Buffer.concat(chunks).toString('utf8')
}
