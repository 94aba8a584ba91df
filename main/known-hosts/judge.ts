/** OpenSSH's verdict about a seen host key (`check_key_in_hostkeys`, `check_host_key`). */

import type { KnownHostEntry, SeenHostKey } from '../contract/methods.ts'
import { type PublicKey, parsePublicKeyLine } from '../public-keys/index.ts'
import type { KnownHostsLine } from './file.ts'
import { isHashed, knownHostName, matchesHosts } from './matching.ts'

type EntryLine = Extract<KnownHostsLine, { kind: 'entry' }>

/** An entry whose key OpenSSH can read; it passes over the others. */
export type KeyLine = EntryLine & { readonly key: PublicKey }

export interface Judgement {
  readonly status: SeenHostKey['status']
  readonly recorded: SeenHostKey['recorded']
}

/** Lines of any marker whose names mean this host and port. */
export function linesFor(
  lines: readonly KnownHostsLine[],
  host: string,
  port: number,
): readonly KeyLine[] {
  const name = knownHostName(host, port)
  return keyLines(lines, ({ hosts }) => matchesHosts(hosts, name))
}

/** The wanted entries with their keys. Keys are decoded last: a file can have thousands. */
export function keyLines(
  lines: readonly KnownHostsLine[],
  isWanted: (line: EntryLine) => boolean,
): readonly KeyLine[] {
  return lines.flatMap((line) => {
    if (line.kind !== 'entry' || !isWanted(line)) return []
    const key = parsePublicKeyLine(line.keyText)
    return key === null ? [] : [{ ...line, key }]
  })
}

/**
 * Changed means: keys are recorded and this is none of them, whatever their type (observed with
 * OpenSSH 9.2p1). On other ports than 22 a key that is recorded or revoked for the bare host counts,
 * but a different one there does not count as changed (observed; `check_host_key` tries again
 * without the port). Lines of a certificate authority say nothing about plain keys.
 */
export function judgeKey(
  lines: readonly KnownHostsLine[],
  host: string,
  port: number,
  key: Buffer,
): Judgement {
  const judgement = judgeLines(linesFor(lines, host, port), key)
  if (judgement.status !== 'new' || port === 22) return judgement
  const bare = judgeLines(linesFor(lines, host, 22), key)
  return bare.status === 'known' || bare.status === 'revoked' ? bare : judgement
}

function judgeLines(lines: readonly KeyLine[], key: Buffer): Judgement {
  const plain = lines.filter((line) => line.marker === null)
  const recorded = plain.map((line) => ({
    type: line.key.typeWord,
    sha256: line.key.fingerprint.sha256,
    line: line.number,
  }))
  return { status: statusOf(lines, plain, key), recorded }
}

function statusOf(
  lines: readonly KeyLine[],
  plain: readonly KeyLine[],
  key: Buffer,
): Judgement['status'] {
  const isSeen = (line: KeyLine) => line.key.blob.equals(key)
  if (lines.some((line) => line.marker === 'revoked' && isSeen(line))) return 'revoked'
  if (plain.some(isSeen)) return 'known'
  return plain.length > 0 ? 'changed' : 'new'
}

export function toEntry(file: string, line: KeyLine): KnownHostEntry {
  return {
    line: line.number,
    file,
    type: line.key.typeWord,
    sha256: line.key.fingerprint.sha256,
    marker: line.marker,
    hashed: isHashed(line.hosts),
  }
}
