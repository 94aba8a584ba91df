/** Imports into a folder of its own, and the vectors of this folder. */

import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../../../main/contract/errors.ts'

/** The path of a file in `tests/vectors/keys/import`. */
export function vector(name: string): string {
  return fileURLToPath(new URL(`../../../vectors/keys/import/${name}`, import.meta.url))
}

export function readVector(name: string): Promise<string> {
  return readFile(vector(name), 'utf8')
}

/** The error that this work must end with. */
export async function errorOf(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error instanceof AppError) return error
  throw new Error(`expected an AppError, got ${String(error)}`)
}
