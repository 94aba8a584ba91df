/** A public key as a line that RunPod takes, always with a name behind it. */

import { AppError } from '../../contract/errors.ts'
import type { Problem } from '../../contract/methods.ts'
import { checkPublicKeys, type PublicKey, parsePublicKeyLine } from '../../public-keys/index.ts'
import type { LocalPair } from './entries.ts'
import { namedLine, onlyEntry } from './label.ts'
import { leftOut } from './notes.ts'

/**
 * A key as a line to add.
 *
 * @throws {AppError} `unsupported` for keys that RunPod or SSH does not take (DSA, certificates, …)
 */
export function publishableLine(key: PublicKey, labels: readonly string[]): string {
  const line = namedLine(key, labels)
  if (line !== null) return line
  const problem = onlyEntry(key, '')?.problems[0]
  const why = problem === undefined ? 'RunPod does not take this key.' : wordsOf(problem)
  throw new AppError('unsupported', `This key was not published. ${why}`)
}

export interface PastedLines {
  readonly lines: readonly string[]
  readonly notes: readonly Problem[]
}

/**
 * Pasted public keys, repaired where they can be.
 *
 * @throws {AppError} `invalid-value` when a secret or no usable key is in the text
 */
export function pastedLines(text: string, pairs: readonly LocalPair[]): PastedLines {
  const report = checkPublicKeys({ text })
  const secret = report.entries
    .flatMap(({ problems }) => problems)
    .find(({ code }) => code === 'private-key' || code === 'api-key')
  if (secret !== undefined) throw new AppError('invalid-value', wordsOf(secret))
  const lines = report.entries.flatMap(({ repaired }) =>
    repaired === null ? [] : [named(repaired, pairs)],
  )
  const [problem] = [...report.entries.flatMap(({ problems }) => problems), ...report.problems]
  if (lines.length === 0) {
    throw new AppError(
      'invalid-value',
      problem === undefined ? 'There is no public key in this text.' : wordsOf(problem),
    )
  }
  const rejected = report.entries.filter(({ verdict }) => verdict === 'rejected')
  return { lines, notes: rejected.flatMap(({ problems }) => problems.slice(0, 1).map(leftOut)) }
}

/** A key without a name gets its pair's, or the beginning of its fingerprint: better than none. */
function named(line: string, pairs: readonly LocalPair[]): string {
  const key = parsePublicKeyLine(line)
  if (key === null || key.comment !== '') return line
  const id = key.fingerprint.sha256
  const labels = pairs.find((pair) => pair.id === id)?.labels ?? []
  const short = id
    .replace('SHA256:', '')
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .slice(0, 8)
  return namedLine(key, [...labels, `key-${short}`]) ?? line
}

function wordsOf({ title, detail }: Problem): string {
  return `${title}. ${detail}`
}
