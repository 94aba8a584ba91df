/**
 * Reads what ssh, scp or sftp said, with or without `-v`. A table names every wording; a cause that
 * hides behind another stands before it there, as a key that ssh ignores before the refusal that
 * follows. Lines that no entry knows are noise: messages of the day, warnings about old algorithms.
 */

import type { CauseCode, StageId } from '../../contract/methods.ts'
import { withoutSshEscapes } from '../../system/index.ts'
import type { Wording } from './causes.ts'
import { noFacts, noteFacts, type OutputFacts, stageAt } from './output-facts.ts'
import { KEY_WORDINGS, KEYGEN_WORDINGS, START_WORDINGS } from './wordings-local.ts'
import { LOGIN_WORDINGS, SESSION_WORDINGS } from './wordings-login.ts'
import { CLOSING_WORDINGS, HANDSHAKE_WORDINGS, NETWORK_WORDINGS } from './wordings-network.ts'

/** The first that was said is the cause. */
export const WORDINGS: readonly Wording[] = [
  ...START_WORDINGS,
  ...NETWORK_WORDINGS,
  ...HANDSHAKE_WORDINGS,
  ...SESSION_WORDINGS,
  ...KEY_WORDINGS,
  ...LOGIN_WORDINGS,
  ...CLOSING_WORDINGS,
  ...KEYGEN_WORDINGS,
]

export interface OutputReading {
  /** Null when ssh logged in and nothing went wrong after that, or when nothing was understood. */
  readonly cause: CauseCode | null
  /** Where it ended: the stage that failed, else the last that began; null when that is unknown. */
  readonly stage: StageId | null
  readonly authenticated: boolean
  /** The lines that tell the cause first, then others that count; letters for bytes, at most 10. */
  readonly evidence: readonly string[]
  readonly facts: Readonly<OutputFacts>
}

interface Match {
  readonly line: string
  readonly cause: CauseCode
  readonly stage: StageId
  readonly rank: number
}

const MAX_EVIDENCE_LINES = 10
/** No message of ssh is longer. What is cut off is looked at by nobody. */
const MAX_LINE_LENGTH = 1_000
/** Of a longer output, the beginning and the end. */
const MAX_LENGTH = 262_144

/** Never throws, whatever the text holds. */
export function parseOutput(text: string): OutputReading {
  const facts = noFacts()
  const matches: Match[] = []
  let reached: StageId | null = null
  for (const line of linesOf(text)) {
    reached = stageAt(line) ?? reached
    noteFacts(facts, line)
    const match = matchOf(line, reached)
    if (match !== null && matches.length < MAX_MATCHES) matches.push(match)
  }
  const authenticated = facts.authenticatedBy !== null
  const counted = authenticated ? matches.filter(isAfterLogin) : matches
  const first = counted.reduce<Match | null>(
    (best, match) => (best === null || match.rank < best.rank ? match : best),
    null,
  )
  return {
    cause: first === null ? null : refine(first.cause, facts),
    stage: first?.stage ?? reached,
    authenticated,
    evidence: evidenceOf(first, counted),
    facts,
  }
}

/** What a text of ssh's tells, as a person pastes it; null when it tells nothing. */
export function causeToldBy(text: string): CauseCode | null {
  return parseOutput(text).cause
}

const MAX_MATCHES = 1_000

function linesOf(text: string): readonly string[] {
  const half = MAX_LENGTH / 2
  const bounded = text.length > MAX_LENGTH ? `${text.slice(0, half)}\n${text.slice(-half)}` : text
  return bounded
    .split(/\r\n|[\r\n]/)
    .filter((line) => line !== '')
    .map((line) => withoutSshEscapes(line).slice(0, MAX_LINE_LENGTH).trimEnd())
}

function matchOf(line: string, reached: StageId | null): Match | null {
  const rank = WORDINGS.findIndex(({ pattern }) => pattern.test(line))
  const wording = WORDINGS[rank]
  if (wording === undefined) return null
  const { cause, stage, afterHostKey } = wording
  return afterHostKey !== undefined && (reached === 'auth' || reached === 'session')
    ? { line, cause: afterHostKey, stage: reached, rank }
    : { line, cause, stage, rank }
}

/** What ssh said about keys that did not matter in the end is no cause. */
function isAfterLogin({ stage }: Match): boolean {
  return stage === 'session' || stage === 'sftp'
}

/** Two causes that no single line tells. */
function refine(cause: CauseCode, { acceptedKey, serverSoftware, offendingKey }: OutputFacts) {
  // RunPod's proxy introduces itself so, and has no subsystems at all.
  if (cause === 'sftp-missing' && serverSoftware === 'Go') return 'proxy-terminal-only'
  // ssh says nothing when it may not ask for the passphrase of a key that the server wants.
  if (cause === 'key-not-accepted' && acceptedKey !== null) return 'passphrase-needed'
  if (cause === 'host-key-new' && offendingKey !== null) return 'host-key-changed'
  return cause
}

function evidenceOf(first: Match | null, matches: readonly Match[]): readonly string[] {
  const own = matches.filter(({ cause }) => cause === first?.cause)
  const lines = [...own, ...matches].map(({ line }) => line)
  return [...new Set(lines)].slice(0, MAX_EVIDENCE_LINES)
}
