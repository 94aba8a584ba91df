/** The files that make up one entry of the list, as they were read. */

import { dirname } from 'node:path'
import type { KeySource } from '../../contract/methods.ts'
import { type KeyFileRead, readKeyFile } from '../read-key-file.ts'

export interface PairFiles {
  /** File name of the private half; of the public one without `.pub` where that is alone. */
  readonly name: string
  readonly privateFile: ReadFile | null
  readonly publicFile: ReadFile | null
  readonly certificate: ReadFile | null
  readonly source: KeySource
  /** A file whose name is no text, which no other program can be told either. */
  readonly unnameable?: true
}

export interface ReadFile {
  readonly path: string
  readonly read: KeyFileRead
}

/** Reads what lies at these paths; a null path, and one where nothing is, has no file. */
export async function readPairFiles(
  name: string,
  paths: {
    readonly privatePath: string | null
    readonly publicPath: string | null
    readonly certificatePath: string | null
  },
  source: KeySource,
): Promise<PairFiles> {
  const readAt = async (path: string | null) =>
    path === null ? null : existing({ path, read: await readKeyFile(path) })
  const [privateFile, publicFile, certificate] = await Promise.all([
    readAt(paths.privatePath),
    readAt(paths.publicPath),
    readAt(paths.certificatePath),
  ])
  return { name, privateFile, publicFile, certificate, source }
}

/** Null where there is no file, and no link that leads nowhere. */
export function existing(file: ReadFile | null): ReadFile | null {
  return file === null || file.read.kind === 'missing' ? null : file
}

/** The private half, or else the public one, or else the certificate. */
export function primaryFile(files: PairFiles): ReadFile | null {
  return files.privateFile ?? files.publicFile ?? files.certificate
}

/** The folder that new files of this pair go to; null when the pair has no file. */
export function folderOf(files: PairFiles): string | null {
  const file = primaryFile(files)
  return file === null ? null : dirname(file.path)
}
