/** `knownHosts.list`: every line of the known_hosts files, and those that ssh passes over. */

import type { KnownHostRow, KnownHostsReport } from '../contract/methods.ts'
import { parsePublicKeyLine } from '../public-keys/index.ts'
import { printable, withoutControls } from '../system/printable.ts'
import { type KnownHostsLine, parseKnownHosts } from './file.ts'
import { toEntry } from './judge.ts'
import { isHashed, namesExactly } from './matching.ts'
import type { AcceptedKey } from './record.ts'

type EntryLine = Extract<KnownHostsLine, { kind: 'entry' }>

/** The rows and the invalid lines of one file. */
export function listFile(
  file: string,
  bytes: Buffer,
  accepted: readonly AcceptedKey[],
): Pick<KnownHostsReport, 'rows' | 'invalid'> {
  const rows: KnownHostRow[] = []
  const invalid: { file: string; line: number; reason: string }[] = []
  const ours = byFingerprint(accepted)
  for (const line of parseKnownHosts(bytes)) {
    const row = line.kind === 'entry' ? rowOf(file, line, ours) : null
    if (row !== null) rows.push(row)
    else {
      const reason = whyInvalid(line)
      if (reason !== null) invalid.push({ file, line: line.number, reason })
    }
  }
  return { rows, invalid }
}

type NamesByFingerprint = ReadonlyMap<string, readonly string[]>

function byFingerprint(accepted: readonly AcceptedKey[]): NamesByFingerprint {
  const names = new Map<string, string[]>()
  for (const { name, sha256 } of accepted) {
    const known = names.get(sha256)
    if (known === undefined) names.set(sha256, [name])
    else known.push(name)
  }
  return names
}

/** Null for a key that ssh cannot read. */
function rowOf(file: string, line: EntryLine, ours: NamesByFingerprint): KnownHostRow | null {
  const key = parsePublicKeyLine(line.keyText)
  if (key === null || key.type === 'unknown') return null
  const names = isHashed(line.hosts) ? [line.hosts] : line.hosts.split(',')
  const recorded = ours.get(key.fingerprint.sha256) ?? []
  return {
    ...toEntry(file, { ...line, key }),
    names: isHashed(line.hosts) ? [] : names.map(readable),
    comment: withoutControls(readable(line.comment)),
    byKeypilot:
      line.marker === null &&
      recorded.some((name) => names.some((part) => namesExactly(part, name))),
  }
}

function whyInvalid({ kind, raw }: KnownHostsLine): string | null {
  const text = raw.trim()
  if (text === '' || text.startsWith('#')) return null
  if (kind === 'entry') {
    if (/^\S+\s+\d+\s+\d+\s+\d+/.test(text)) {
      return 'It is for the old version 1 of SSH, which nothing uses any more.'
    }
    return 'The key on it is damaged, or of a type that does not fit.'
  }
  const marker = /^@\S+/.exec(text)?.[0]
  if (marker !== undefined && marker !== '@cert-authority' && marker !== '@revoked') {
    return `ssh does not know the mark ${printable(readable(marker))} at its start.`
  }
  return 'It is not in the form “names type key”.'
}

/** Bytes that are not UTF-8 become replacement characters. */
function readable(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8')
}
