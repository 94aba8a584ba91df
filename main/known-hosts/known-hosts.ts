/**
 * The person's known_hosts files: what is recorded for a host, and the only two changes made to
 * them. System-wide files under `/etc/ssh` are not read.
 */

import { join } from 'node:path'
import type { CallContext } from '../contract/dispatch.ts'
import { AppError } from '../contract/errors.ts'
import type {
  AcceptHostKeyParams,
  HostParams,
  KnownHostEntry,
  KnownHostsReport,
} from '../contract/methods.ts'
import { type PublicKey, parsePublicKeyBlob, parsePublicKeyLine } from '../public-keys/index.ts'
import { changeFile, type Paths } from '../storage/index.ts'
import { appendKey } from './edit.ts'
import { type KnownHostsLine, parseKnownHosts } from './file.ts'
import { findRemovable, forgetPrompt, removeLines } from './forget.ts'
import { type Judgement, judgeKey, linesFor, toEntry } from './judge.ts'
import { listFile } from './list.ts'
import { knownHostName } from './matching.ts'
import { readFiles } from './read-files.ts'
import { type AcceptedKey, createAcceptedKeys } from './record.ts'

export interface KnownHosts {
  /** Every line of the files, and which of them Keypilot has recorded. */
  list(): Promise<KnownHostsReport>
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
  /** What is recorded for a place, under another name as well, unless another key stands there. */
  recordAs(place: HostParams, name: string): Promise<void>
  /** @throws {AppError} `declined` when the person does not confirm */
  forget(
    params: HostParams,
    context: Pick<CallContext, 'confirm'>,
  ): Promise<{ removed: readonly KnownHostEntry[]; backup: string | null }>
}

/** What a known_hosts name may hold: no pattern, list, marker or hash characters, no spaces. */
const HOST_NAME = /^[A-Za-z0-9._:%-]{1,255}$/

export function createKnownHosts({ paths }: { paths: Paths }): KnownHosts {
  // ssh's default UserKnownHostsFile, in its order; new keys go to the first.
  const mainFile = join(paths.sshDir, 'known_hosts')
  const files = [mainFile, join(paths.sshDir, 'known_hosts2')]
  const acceptedKeys = createAcceptedKeys(paths)

  const lookup: KnownHosts['lookup'] = async (host, port) => {
    const read = await readFiles(files)
    return read.flatMap(({ path, bytes }) =>
      linesFor(parseKnownHosts(bytes), host, port).map((line) => toEntry(path, line)),
    )
  }
  const accept: KnownHosts['accept'] = async ({ host, port, key: text }) => {
    const key = acceptableKey(host, text)
    const others = await allLines(files.slice(1))
    const { changed } = await changeFile(paths, mainFile, (old) => {
      const lines = [...parseKnownHosts(old ?? Buffer.alloc(0)), ...others]
      return mayAppend(lines, host, port, key) ? appendKey(old, host, port, key) : null
    })
    if (changed) {
      const { sha256 } = key.fingerprint
      await acceptedKeys.add({ name: knownHostName(host, port), sha256 })
    }
    return lookup(host, port)
  }
  return {
    list: async () => listFiles(files, await acceptedKeys.read()),
    lookup,
    accept,
    async recordAs({ host, port }, name) {
      const others = await allLines(files.slice(1))
      let added: readonly PublicKey[] = []
      await changeFile(paths, mainFile, (old) => {
        const lines = [...parseKnownHosts(old ?? Buffer.alloc(0)), ...others]
        // Several types may be recorded for one host: the name gets all of them, or none.
        const isTaken = linesFor(lines, name, 22).length > 0
        const plain = linesFor(lines, host, port).filter(({ marker }) => marker === null)
        added = isTaken ? [] : plain.map(({ key }) => key)
        return added.reduce((bytes: Buffer | null, key) => appendKey(bytes, name, 22, key), old)
      })
      for (const { fingerprint } of added) {
        await acceptedKeys.add({ name, sha256: fingerprint.sha256 })
      }
    },
    async judge(host, port, key) {
      const reads = await Promise.allSettled(files.map((file) => allLines([file])))
      const lines = reads.flatMap((read) => (read.status === 'fulfilled' ? read.value : []))
      const fault = reads.find((read) => read.status === 'rejected')?.reason
      if (fault !== undefined && !(fault instanceof AppError)) throw fault
      return { ...judgeKey(lines, host, port, key), unreadable: fault?.message ?? null }
    },
    async forget(place, { confirm }) {
      const name = knownHostName(place.host, place.port)
      const affected = findRemovable(await readFiles(files), place)
      if (affected.length === 0) return { removed: [], backup: null }
      if (!(await confirm(forgetPrompt(name, affected)))) {
        throw new AppError('declined', 'Nothing was changed: the host key is still recorded.')
      }
      const removed = affected.flatMap(({ path, lines }) => lines.map((l) => toEntry(path, l)))
      const backup = await removeLines(paths, affected, place)
      await acceptedKeys.remove(name, new Set(removed.map(({ sha256 }) => sha256)))
      return { removed, backup }
    },
  }
}

/** A file that cannot be read does not keep the others from being listed. */
async function listFiles(
  files: readonly string[],
  accepted: readonly AcceptedKey[],
): Promise<KnownHostsReport> {
  const reads = await Promise.allSettled(files.map((file) => readFiles([file])))
  const listed = reads.map((read) => {
    if (read.status === 'fulfilled') {
      return read.value.map(({ path, bytes }) => listFile(path, bytes, accepted))
    }
    if (!(read.reason instanceof AppError)) throw read.reason
    return read.reason.message
  })
  const parts = listed.flatMap((one) => (typeof one === 'string' ? [] : one))
  return {
    rows: parts.flatMap(({ rows }) => rows),
    invalid: parts.flatMap(({ invalid }) => invalid),
    unreadable: listed.filter((one) => typeof one === 'string'),
  }
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

async function allLines(files: readonly string[]): Promise<readonly KnownHostsLine[]> {
  return (await readFiles(files)).flatMap(({ bytes }) => parseKnownHosts(bytes))
}
