/** Reads what is piped in, or a file that was named, as text. */

import type { Readable } from 'node:stream'
import { AppError } from '../../main/contract/errors.ts'

/** It is a passphrase, a paste or parameters; the contract's largest text is smaller. */
const MAX_INPUT_BYTES = 4_194_304

/**
 * To the end, or as far as the text could be of use.
 *
 * @throws {AppError} `cancelled`
 */
export function readInput(stream: Readable, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      reject(new AppError('cancelled', 'Stopped at your request.'))
      stream.destroy()
    }
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
    readAll(stream)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', onAbort))
  })
}

async function readAll(stream: Readable): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > MAX_INPUT_BYTES) break
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}
