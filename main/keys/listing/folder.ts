/** Every key of one folder, found by content, whatever the file's name. Each file is read once. */

import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeySource } from '../../contract/methods.ts'
import { parsePublicKeyLine } from '../../public-keys/index.ts'
import { errnoOf, fileError, inParallel } from '../../storage/index.ts'
import { isNameOfSsh } from '../key-name.ts'
import { type KeyFileRead, MAX_OPEN_FILES, readKeyFile } from '../read-key-file.ts'
import { looksPrivate } from '../sniff.ts'
import { isDefaultName } from './default-names.ts'
import type { PairFiles, ReadFile } from './pair-files.ts'

interface Entry {
  readonly name: string
  readonly file: ReadFile
  readonly linked: boolean
}

/**
 * Ordinary files come before symbolic links, so that of two ways to one file the plain one is
 * listed. A folder that does not exist has no keys.
 *
 * @throws {AppError} `permission-denied` when the folder cannot be read
 */
export async function scanFolder(folder: string, source: KeySource): Promise<readonly PairFiles[]> {
  const dirents = await rawEntries(folder)
  const found = await inParallel(dirents, MAX_OPEN_FILES, (dirent) =>
    readEntry(folder, dirent, source),
  )
  const entries = found.flatMap((one) => (one !== null && 'linked' in one ? one : []))
  const unnameable = found.flatMap((one) => (one !== null && !('linked' in one) ? one : []))
  const byName = new Map(entries.map((entry) => [entry.name, entry]))
  const ordered = entries.toSorted((a, b) => Number(a.linked) - Number(b.linked))
  return [...ordered.flatMap((entry) => pairOf(entry, byName, source) ?? []), ...unnameable]
}

/** Everything in the folder; empty when there is no folder. Names as text, however odd. */
export async function folderEntries(folder: string): Promise<readonly { readonly name: string }[]> {
  return (await rawEntries(folder)).map(({ name }) => ({ name: name.toString('utf8') }))
}

async function rawEntries(folder: string): Promise<readonly Dirent<Buffer>[]> {
  try {
    return await readdir(folder, { withFileTypes: true, encoding: 'buffer' })
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return []
    throw fileError(error, 'look into the folder', folder)
  }
}

async function readEntry(
  folder: string,
  dirent: Dirent<Buffer>,
  source: KeySource,
): Promise<Entry | PairFiles | null> {
  const name = dirent.name.toString('utf8')
  if (isNameOfSsh(name) || /\.keypilot-tmp$/.test(name)) return null
  const linked = dirent.isSymbolicLink()
  const path = join(folder, name)
  if (!dirent.isFile() && !linked) {
    // ssh would open these by itself, and wait on a pipe for ever.
    if (!isDefaultName(name)) return null
    const kind = dirent.isDirectory() ? 'directory' : 'not-a-file'
    return { name, file: { path, read: { kind } }, linked }
  }
  if (!Buffer.from(name).equals(dirent.name)) return readUnnameable(folder, dirent, source)
  return { name, file: { path, read: await readKeyFile(path, !linked) }, linked }
}

/** Its name cannot be written as text, so it is only said to be there. */
async function readUnnameable(
  folder: string,
  dirent: Dirent<Buffer>,
  source: KeySource,
): Promise<PairFiles | null> {
  const path = Buffer.concat([Buffer.from(join(folder, '/')), dirent.name])
  const read = await readKeyFile(path)
  if (read.kind !== 'data' || !looksPrivate(read.data)) return null
  const name = dirent.name.toString('utf8')
  const none = { privateFile: null, publicFile: null, certificate: null }
  return { name, ...none, source, unnameable: true }
}

function pairOf(
  { name, file }: Entry,
  byName: ReadonlyMap<string, Entry>,
  source: KeySource,
): PairFiles | null {
  const fileAt = (other: string) => byName.get(other)?.file ?? null
  if (name.endsWith('.pub')) {
    const base = name.slice(0, -'.pub'.length)
    // Listed with its private half, if that is one; a certificate with its key.
    if (byName.has(base) || isCertificateName(name) || file.read.kind !== 'data') return null
    const certificate = fileAt(`${base}-cert.pub`)
    return { name: base, privateFile: null, publicFile: file, certificate, source }
  }
  // Of a key that is called NAME-cert itself, the file is its public half.
  const certificate = byName.has(`${name}-cert`) ? null : fileAt(`${name}-cert.pub`)
  const publicFile = fileAt(`${name}.pub`)
  if (publicFile !== null || isMeantAsPrivate(name, file.read)) {
    return { name, privateFile: file, publicFile, certificate, source }
  }
  if (!isOnePublicKey(file.read)) return null
  return { name, privateFile: null, publicFile: file, certificate, source }
}

function isCertificateName(name: string): boolean {
  return name.endsWith('-cert.pub')
}

/** Anything may lie in the folder; only what is, or is named like, a private key is shown. */
function isMeantAsPrivate(name: string, read: KeyFileRead): boolean {
  return name.startsWith('id_') || (read.kind === 'data' && looksPrivate(read.data))
}

/** A public key under another name. Lists of several keys are not keys of this person. */
function isOnePublicKey(read: KeyFileRead): boolean {
  if (read.kind !== 'data') return false
  const lines = read.data.toString('utf8').split('\n', 20)
  const full = lines.map((line) => line.trim()).filter((line) => line !== '' && line[0] !== '#')
  return full.length === 1 && parsePublicKeyLine(full[0] ?? '') !== null
}
