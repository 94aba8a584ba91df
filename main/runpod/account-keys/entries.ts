/** What the entries of the account are: which key each holds, whose it is, and what is wrong with it. */

import { createHash } from 'node:crypto'
import type {
  AccountKey,
  Problem,
  PublicKeyEntry,
  PublicKeysReport,
} from '../../contract/methods.ts'
import { parsePublicKeyLine } from '../../public-keys/index.ts'
import { holdsSecret, judged, linesOfSecrets } from './judged.ts'
import { namedLine } from './label.ts'
import { duplicateOf, REFUSED_ENTRY } from './problems.ts'

const MAX_COMMENT = 300
/** RunPod's own check of an entry (API v2, `PUT /account/ssh-keys`): it refuses a set with any other. */
const ACCEPTED = /^(ssh|ecdsa|sk)-[^\s]+ [^\s]+([ \t][^\n\r]*)?$/
/** A pair on this computer, as far as the account's keys need it. */
export interface LocalPair {
  readonly id: string
  readonly name: string
  /** What may stand behind its key, best first. */
  readonly labels: readonly string[]
}

/** An entry as it is held, and what it was found to be. */
export interface Entry {
  /** As RunPod holds it: sent back unchanged, never shown when it may be secret. */
  readonly raw: string
  readonly secret: boolean
  /** False: RunPod would refuse a set with it. */
  readonly accepted: boolean
  /** The key that it lets in as it is; null when nobody can log in with it. */
  readonly keyId: string | null
  /** What a repair makes of it, whether or not its keys stand elsewhere too; none when nothing usable is in it. */
  readonly lines: readonly string[]
  readonly shown: AccountKey
}

/** The id of the key that a line lets in as it is; null for anything else. */
export function keyIdOf(line: string): string | null {
  return parsePublicKeyLine(line)?.fingerprint.sha256 ?? null
}

/** Judges the whole set, in its order. */
export function readEntries(
  texts: readonly string[],
  pairs: readonly LocalPair[],
): readonly Entry[] {
  const secretLines = linesOfSecrets(texts)
  const entries = texts.map((raw, index) => {
    const report = judged(raw)
    const keyId = usableKeyId(raw, report)
    const secret = holdsSecret(report) || (keyId === null && secretLines.has(index))
    return toEntry({ raw, secret, keyId, report, pairs })
  })
  return withDuplicates(entries)
}

function usableKeyId(raw: string, { entries }: PublicKeysReport): string | null {
  const keyId = keyIdOf(raw)
  const isGood = entries.some(
    ({ verdict, fingerprint }) => verdict !== 'rejected' && fingerprint?.sha256 === keyId,
  )
  return isGood ? keyId : null
}

interface Judged {
  readonly raw: string
  readonly secret: boolean
  readonly keyId: string | null
  readonly report: PublicKeysReport
  readonly pairs: readonly LocalPair[]
}

function toEntry({ raw, secret, keyId, report, pairs }: Judged): Entry {
  const accepted = ACCEPTED.test(raw)
  const pair = pairs.find(({ id }) => id === keyId)
  const first = report.entries[0]
  const problems = problemsOf(report, accepted)
  const lines = report.entries.flatMap((entry) => lineOf(entry, pair))
  const line = parsePublicKeyLine(first?.repaired ?? '')
  return {
    raw,
    secret,
    accepted,
    keyId,
    lines,
    shown: {
      text: secret ? secretName(raw) : raw,
      type: line?.typeWord ?? null,
      comment: bounded(first?.comment ?? ''),
      fingerprint: keyId,
      keyId: pair?.id ?? null,
      keyName: pair?.name ?? null,
      problems,
      repaired: isInOrder(raw, lines) ? null : lines,
    },
  }
}

/** Names an entry that is not shown, so that it can be chosen. */
function secretName(raw: string): string {
  return `[not shown, it may be secret: ${createHash('sha256').update(raw).digest('hex').slice(0, 16)}]`
}

function problemsOf({ entries }: PublicKeysReport, accepted: boolean): readonly Problem[] {
  const problems = entries.flatMap((entry) => entry.problems)
  const unique = problems.filter(
    ({ code }, index) => problems.findIndex((problem) => problem.code === code) === index,
  )
  return accepted ? unique : [...unique, REFUSED_ENTRY]
}

/** It can stay as it is, or nothing usable is in it. */
function isInOrder(raw: string, lines: readonly string[]): boolean {
  return lines.length === 0 || (lines.length === 1 && lines[0] === raw)
}

/** As much of a comment as anyone reads. */
function bounded(comment: string): string {
  const characters = [...comment]
  return characters.length > MAX_COMMENT ? `${characters.slice(0, MAX_COMMENT).join('')}…` : comment
}

function lineOf({ repaired }: PublicKeyEntry, pair: LocalPair | undefined): readonly string[] {
  if (repaired === null) return []
  const key = parsePublicKeyLine(repaired)
  const lacksName = key !== null && key.comment === '' && key.fingerprint.sha256 === pair?.id
  return [lacksName ? (namedLine(key, pair.labels) ?? repaired) : repaired]
}

/** Of entries that let the same key in, one stays: the first with a name, or else the first. */
function withDuplicates(entries: readonly Entry[]): readonly Entry[] {
  const keepers = new Map<string, Entry>()
  for (const entry of entries) {
    if (entry.keyId === null) continue
    const kept = keepers.get(entry.keyId)
    if (kept === undefined || rank(entry) > rank(kept)) keepers.set(entry.keyId, entry)
  }
  return entries.map((entry) => {
    const keeper = entry.keyId === null ? undefined : keepers.get(entry.keyId)
    if (keeper === undefined || keeper === entry) return entry
    const problems = [...entry.shown.problems, duplicateOf(keeper.shown)]
    return { ...entry, shown: { ...entry.shown, problems, repaired: restOf(entry) } }
  })
}

function rank({ accepted, shown }: Entry): number {
  return (accepted ? 2 : 0) + (shown.comment === '' ? 0 : 1)
}

/** What a duplicate holds beside the key that is there already. */
function restOf({ keyId, shown }: Entry): readonly string[] {
  return (shown.repaired ?? []).filter((line) => keyIdOf(line) !== keyId)
}
