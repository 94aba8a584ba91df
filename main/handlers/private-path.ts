/** From a key's id to the file that ssh is given. */

import { AppError } from '../contract/errors.ts'
import type { Services } from '../services.ts'

/** @throws {AppError} `not-found` for an unknown key and for one whose private half is not here */
export async function privatePath(services: Services, keyId: string): Promise<string> {
  const { name, privateKeyPath } = await (await services.keys()).find(keyId)
  if (privateKeyPath === null) {
    throw new AppError(
      'not-found',
      `Only the public half of ${name} is on this computer, so it cannot be used to log in from here. Choose another key.`,
    )
  }
  return privateKeyPath
}
