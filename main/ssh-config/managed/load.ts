/** A config file as it is, for a change of it. */

import { lstat } from 'node:fs/promises'
import { AppError } from '../../contract/errors.ts'
import type { Paths } from '../../storage/index.ts'
import { type ConfigDocument, parseDocument } from '../document.ts'
import { fileProblem } from '../file-problems.ts'
import { readConfigFile } from '../read-config-file.ts'
import { whyUntouched } from '../why-untouched.ts'

export interface LoadedFile {
  readonly path: string
  /** Null when there is no such file. */
  readonly data: Buffer | null
  readonly document: ConfigDocument
}

export interface LoadOptions {
  /** A byte order mark is what the change is about. */
  readonly withMark?: boolean
}

/**
 * Reads a file that will be changed; refuses what cannot be changed without harm.
 *
 * @throws {AppError} `unreadable`, `unsupported` with advice, `permission-denied`
 */
export async function loadForChange(
  paths: Paths,
  path: string,
  options: LoadOptions = {},
): Promise<LoadedFile> {
  const read = await readConfigFile(path)
  if (read.kind === 'missing') {
    await refuseDanglingLink(path)
    return { path, data: null, document: { lines: [] } }
  }
  const problem = read.kind === 'directory' ? null : fileProblem(read, 'config')
  const bearable = options.withMark === true && problem?.code === 'config-bom'
  if (read.kind !== 'data' || (problem !== null && !bearable)) {
    const why = problem === null ? 'It is a folder' : `${problem.title}. ${problem.detail}`
    const code = read.kind === 'data' ? 'unsupported' : 'unreadable'
    throw new AppError(code, `Nothing was changed in ${path}. ${why}`)
  }
  const reason = await whyUntouched(paths, path)
  if (reason !== null) {
    throw new AppError(
      'permission-denied',
      `Nothing was changed in ${path}: ${reason}. Make the change by hand, or give this account the right to.`,
    )
  }
  return { path, data: read.data, document: parseDocument(read.data) }
}

async function refuseDanglingLink(path: string): Promise<void> {
  const stats = await lstat(path).catch(() => null)
  if (stats === null) return
  throw new AppError(
    'unreadable',
    `Nothing was changed: ${path} is a link that leads to no file. Make the file it leads to, or remove the link.`,
  )
}
