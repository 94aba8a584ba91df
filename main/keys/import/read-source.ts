/** The bytes to import: of a file anywhere, or of a pasted text. */

import { AppError } from '../../contract/errors.ts'
import type { ImportSource } from '../../contract/methods.ts'
import { readKeyFile } from '../read-key-file.ts'
import { refusal } from './refusals.ts'

/**
 * Never waits on a pipe and never loads a huge file.
 *
 * @throws {AppError} `not-found`, `permission-denied`, `unreadable`
 */
export async function readSource({ path, text }: ImportSource): Promise<Buffer> {
  if (path === undefined) return Buffer.from(text ?? '', 'utf8')
  const read = await readKeyFile(path)
  switch (read.kind) {
    case 'data':
      return read.data
    case 'missing':
      throw new AppError('not-found', `There is no file at ${path}. Choose another one.`)
    case 'failed':
      if (read.errno !== 'EACCES' && read.errno !== 'EPERM') throw refusal('read-error')
      throw new AppError(
        'permission-denied',
        `This account is not allowed to read ${path}. Make your account its owner, or copy it to your home folder.`,
      )
    default:
      throw refusal(read.kind)
  }
}
