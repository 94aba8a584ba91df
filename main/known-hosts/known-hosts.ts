/**
 * The person's known_hosts files: what is recorded for a host, and the only two changes made to
 * them. System-wide files under `/etc/ssh` are not read.
 */

import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { CallContext } from '../contract/dispatch.ts'
import { AppError } from '../contract/errors.ts'
import type {
  AcceptHostKeyParams,
  ConfirmPrompt,
  HostParams,
  KnownHostEntry,
} from '../contract/methods.ts'
import { type PublicKey, parsePublicKeyBlob, parsePublicKeyLine } from '../public-keys/index.ts'
import { changeFile, errnoOf, fileError, type Paths } from '../storage/index.ts'
import { appendKey, removableLines, removeName } from './edit.ts'
import { type KnownHostsLine, parseKnownHosts } from './file.ts'
import { type Judgement, judgeKey, type KeyLine, linesFor } from './judge.ts'
import { isHashed, knownHostName } from './matching.ts'

export interface KnownHosts {
  /** Every line that speaks about this host and port, whatever its marker. */
  lookup(host: string, port: number): Promise<readonly KnownHostEntry[]>
  /**
   * What ssh would say about a seen key, and the fingerprints recorded for the host. Like ssh, it
   * passes over a file that cannot be read; `unreadable` then says which, and why.
   */
  judge(
    host: string,
    port: number,
    key: Buffer,
  ): Promise<Judgement & { readonly unreadable: string | null }>
  /**
   * Records a key; one that is known already changes nothing.
   * @throws {AppError} `invalid-value` for no key or no host name, or a revoked key;
   *   `already-exists` when another key is recorded: that one must be forgotten first
   */
  accept(params: AcceptHostKeyParams): Promise<readonly KnownHostEntry[]>
  /** @throws {AppError} `declined` when the person does not confirm */
  forget(
    params: HostParams,
    context: Pick<CallContext, 'confirm'>,
  ): Promise<{ removed: readonly KnownHostEntry[]; backup: string | null }>
}

interface File {
  readonly path: string
  readonly bytes: Buffer
}

/** What a known_hosts name may hold: no pattern, list, marker or hash characters, no spaces. */
const HOST_NAME = /^[A-Za-z0-9._:%-]{1,255}$/

export function createKnownHosts({ paths }: { paths: Paths }): KnownHosts {
  // ssh's default UserKnownHostsFile, in its order; new keys go to the first.
  const mainFile = join(paths.sshDir, 'known_hosts')
  const files = [mainFile, join(paths.sshDir, 'known_hosts2')]

  const lookup: KnownHosts['lookup'] = async (host, port) => {
    const read = await readFiles(files)
    return read.flatMap(({ path, bytes }) =>
      linesFor(parseKnownHosts(bytes), host, port).map((line) => toEntry(path, line)),
    )
  }
  return {
    lookup,
    async judge(host, port, key) {
      const reads = await Promise.allSettled(files.map((file) => allLines([file])))
      const lines = reads.flatMap((read) => (read.status === 'fulfilled' ? read.value : []))
      const fault = reads.find((read) => read.status === 'rejected')?.reason
      if (fault !== undefined && !(fault instanceof AppError)) throw fault
      return { ...judgeKey(lines, host, port, key), unreadable: fault?.message ?? null }
    },
    async accept({ host, port, key: text }) {
      const key = acceptableKey(host, text)
      const others = await allLines(files.slice(1))
      await changeFile(paths, mainFile, (old) => {
        const lines = [...parseKnownHosts(old ?? Buffer.alloc(0)), ...others]
        return mayAppend(lines, host, port, key) ? appendKey(old, host, port, key) : null
      })
      return lookup(host, port)
    },
    async forget(place, { confirm }) {
      const affected = findRemovable(await readFiles(files), place)
      if (affected.length === 0) return { removed: [], backup: null }
      if (!(await confirm(forgetPrompt(knownHostName(place.host, place.port), affected)))) {
        throw new AppError('declined', 'Nothing was changed: the host key is still recorded.')
      }
      const removed = affected.flatMap(({ path, lines }) => lines.map((l) => toEntry(path, l)))
      return { removed, backup: await removeLines(paths, affected, place) }
    },
  }
}

interface Affected {
  readonly path: string
  readonly lines: readonly KeyLine[]
}

function findRemovable(files: readonly File[], { host, port }: HostParams): readonly Affected[] {
  return files
    .map(({ path, bytes }) => ({ path, lines: removableLines(bytes, host, port) }))
    .filter(({ lines }) => lines.length > 0)
}

/** Returns the backup of the first file that was changed. */
async function removeLines(
  paths: Paths,
  affected: readonly Affected[],
  { host, port }: HostParams,
): Promise<string | null> {
  let backup: string | null = null
  for (const { path, lines } of affected) {
    const confirmed = new Set(lines.map((line) => line.raw))
    const change = await changeFile(
      paths,
      path,
      (old) => old && removeName(old, host, port, confirmed),
      { reason: 'forget-host-key' },
    )
    backup ??= change.backup
  }
  return backup
}

/** Accepts a whole `type base64` line, or the base64 alone. */
function acceptableKey(host: string, text: string): PublicKey {
  if (!HOST_NAME.test(host)) {
    throw new AppError(
      'invalid-value',
      'This is not a host name or address, so nothing was recorded.',
    )
  }
  const trimmed = text.trim()
  const key = /\s/.test(trimmed)
    ? parsePublicKeyLine(trimmed)
    : parsePublicKeyBlob(Buffer.from(trimmed, 'base64'))
  if (key === null || key.type === 'unknown') {
    throw new AppError(
      'invalid-value',
      'This is not a host key that ssh understands, so nothing was recorded.',
    )
  }
  return key
}

/** False when the key is recorded already. */
function mayAppend(
  lines: readonly KnownHostsLine[],
  host: string,
  port: number,
  key: PublicKey,
): boolean {
  const name = knownHostName(host, port)
  const { status } = judgeKey(lines, host, port, key.blob)
  if (status === 'revoked') {
    throw new AppError(
      'invalid-value',
      `known_hosts marks this key of ${name} as revoked, so it must not be trusted. Nothing was recorded.`,
    )
  }
  if (status === 'changed') {
    throw new AppError(
      'already-exists',
      `known_hosts holds a different key for ${name}. Forget that one first, if you know why it changed.`,
    )
  }
  return status === 'new'
}

function forgetPrompt(name: string, affected: readonly Affected[]): ConfirmPrompt {
  const rows = affected.flatMap(({ path, lines }) =>
    lines.map(
      (line) => `${path} line ${line.number}: ${line.key.typeWord} ${line.key.fingerprint.sha256}`,
    ),
  )
  const others = affected.some(({ lines }) => lines.some((line) => line.hosts.includes(',')))
  return {
    title: `Forget the host key of ${name}?`,
    detail: [
      `Only ${name} is removed from:`,
      ...rows,
      ...(others ? ['Other names on the same line stay.'] : []),
      'The next connection will show the key that answers then, as if for the first time. A copy of the file is kept in the backup folder.',
    ].join('\n'),
    action: 'Forget host key',
  }
}

function toEntry(file: string, line: KeyLine): KnownHostEntry {
  return {
    line: line.number,
    file,
    type: line.key.typeWord,
    sha256: line.key.fingerprint.sha256,
    marker: line.marker,
    hashed: isHashed(line.hosts),
  }
}

async function allLines(files: readonly string[]): Promise<readonly KnownHostsLine[]> {
  return (await readFiles(files)).flatMap(({ bytes }) => parseKnownHosts(bytes))
}

/** The files that exist, in order. */
async function readFiles(files: readonly string[]): Promise<readonly File[]> {
  const read = await Promise.all(
    files.map(async (path) => {
      const bytes = await readOrNull(path)
      return bytes === null ? [] : [{ path, bytes }]
    }),
  )
  return read.flat()
}

async function readOrNull(path: string): Promise<Buffer | null> {
  try {
    const stats = await stat(path)
    // Opening a pipe would wait for its other end; devices such as /dev/null hold no keys.
    if (!stats.isFile() && !stats.isDirectory()) return null
    return await readFile(path)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null
    throw fileError(error, 'read', path)
  }
}
