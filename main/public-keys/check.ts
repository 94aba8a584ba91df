/**
 * Judges what people paste into RunPod's "SSH Public Keys" field. The text goes through stages, and
 * each blanks out what it has recognised: secrets, other formats, keys, and last the lines between.
 */

import type {
  CheckPublicKeysParams,
  PublicKeyEntry,
  PublicKeysReport,
} from '../contract/types/public-keys.ts'
import { findBlocks } from './blocks.ts'
import { entriesOf } from './entries.ts'
import { blank, type Note } from './finding.ts'
import { findKeys } from './keys-in-text.ts'
import { findLeftovers } from './leftovers.ts'
import { mergeNeighbours } from './merge.ts'
import { type ProblemCode, toProblem } from './problems.ts'
import { findSecrets } from './secrets.ts'
import { readSource } from './source.ts'

/** Characters of keys that RunPod stores at most. */
const MAX_STORED_LENGTH = 65_000
/** Names of older instructions, which people copy together with the key. */
const DEAD_VARIABLE = /(?<!\w)(?:RUNPOD_)?SSH_PUBLIC_KEY(?!\w)/

/** The judgement of a pasted text. Holds nothing of a private key or API key that stands in it. */
export function checkPublicKeys(params: CheckPublicKeysParams): PublicKeysReport {
  const source = readSource(params.text)
  const secrets = findSecrets(source.text)
  const withoutSecrets = blank(source.text, secrets)
  const blocks = findBlocks(withoutSecrets)
  const withoutBlocks = blank(withoutSecrets, blocks)
  const keys = findKeys(withoutBlocks)
  const rest = blank(withoutBlocks, keys)
  const { findings, wrapping } = findLeftovers(rest)
  const all = [...secrets, ...blocks, ...keys, ...findings].sort((a, b) => a.start - b.start)
  const entries = entriesOf(source, mergeNeighbours(rest, all), secrets.length > 0)
  return report(params, entries, [...source.notes, ...(wrapping ? (['extra-lines'] as const) : [])])
}

function report(
  { text, expectedKeyId }: CheckPublicKeysParams,
  entries: readonly PublicKeyEntry[],
  changes: readonly ProblemCode[],
): PublicKeysReport {
  const usable = entries.filter(({ verdict }) => verdict !== 'rejected')
  const lines = usable.flatMap((entry) => entry.repaired ?? [])
  const repaired = lines.length === 0 ? null : lines.join('\n')
  const containsExpected = expectedKeyId?.startsWith('SHA256:')
    ? usable.some(({ fingerprint }) => fingerprint?.sha256 === expectedKeyId)
    : null
  const length = (repaired ?? text).length
  const problems: Note[] = (['private-key', 'api-key'] as const)
    .filter((code) => hasProblem(entries, code))
    .map((code) => ({ code }))
  if (text.trim() === '' && entries.length === 0) problems.push({ code: 'empty' })
  else if (repaired === null) problems.push({ code: 'no-usable-key' })
  if (length > MAX_STORED_LENGTH) {
    problems.push({ code: 'too-long', values: { length: length.toLocaleString('en-US') } })
  }
  if (containsExpected === false && repaired !== null)
    problems.push({ code: 'expected-key-missing' })
  if (DEAD_VARIABLE.test(text)) problems.push({ code: 'dead-variable' })
  // Entries say what was changed in their lines; this says what was changed between them.
  if (repaired !== null) {
    problems.push(...changes.filter((code) => !hasProblem(entries, code)).map((code) => ({ code })))
  }
  const untouched = entries.every(({ verdict }) => verdict === 'ok') && changes.length === 0
  const ok = untouched && repaired !== null && length <= MAX_STORED_LENGTH
  return { entries, repaired, ok, containsExpected, problems: problems.map(toProblem) }
}

function hasProblem(entries: readonly PublicKeyEntry[], code: ProblemCode): boolean {
  return entries.some(({ problems }) => problems.some((problem) => problem.code === code))
}
