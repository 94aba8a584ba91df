/**
 * Stage `client`: the same login with the system's own ssh, so that the verdict is what the person's
 * terminal will say. It gets no passphrase, opens no session, and ends as soon as it is logged in.
 */

import { basename } from 'node:path'
import { AppError } from '../../contract/errors.ts'
import type { CauseCode, TestStage } from '../../contract/methods.ts'
import { redact } from '../../storage/index.ts'
import { isPathFromSsh, run, withoutSshEscapes } from '../../system/index.ts'
import { printable } from '../printable.ts'
import { type ClientChoice, clientArguments } from './client-arguments.ts'
import { type OutputReading, parseOutput } from './parse-output.ts'

export interface ClientStageInput extends ClientChoice {
  /** The key file has a passphrase. */
  readonly encrypted: boolean
  /** The ssh-agent holds this key, so it can sign without the file. */
  readonly agentHolds: boolean
  readonly signal: AbortSignal
  /** For everything, in milliseconds. */
  readonly limitMs: number
  readonly isProxy: boolean
}

export interface ClientStageResult {
  readonly state: TestStage['state']
  readonly detail: string
  readonly cause: CauseCode | null
  /** What ssh said, at most 200 lines, without secrets and control characters. */
  readonly lines: readonly string[]
  /** Those of them that tell the cause, at most 10. */
  readonly evidence: readonly string[]
  /** Fingerprint of the key that the server accepted, as ssh prints it. */
  readonly acceptedKey: string | null
}

const MAX_OUTPUT_BYTES = 262_144
const MAX_LINES = 200
const MAX_LINE_LENGTH = 500
const MAX_CONNECT_SECONDS = 10
const LOGGED_IN = /^(?:debug1: )?Authenticated to |^debug1: Authentication succeeded \(/

/** @throws {AppError} `cancelled`; no process is left then either */
export async function runClientStage(input: ClientStageInput): Promise<ClientStageResult> {
  if (input.encrypted && input.keyOfConfig !== true && !(input.agentHolds && input.useAgent)) {
    return skipped(
      'Your own ssh was not tried: the key has a passphrase, and Keypilot hands that to no other program. In a terminal, ssh will ask you for it.',
    )
  }
  try {
    const text = await ask(input)
    return judge(parseOutput(text), linesOf(text), input)
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'cancelled') throw error
    return couldNotAsk(error, input)
  }
}

async function ask(input: ClientStageInput): Promise<string> {
  const seconds = Math.floor(input.limitMs / 1_000) - 1
  const argv = clientArguments(input, Math.min(Math.max(seconds, 1), MAX_CONNECT_SECONDS))
  const { stdout, stderr } = await run(argv, {
    timeoutMs: input.limitMs,
    signal: input.signal,
    maxOutputBytes: MAX_OUTPUT_BYTES,
    isEnough: (line) => LOGGED_IN.test(line),
    wholeGroup: true,
  })
  return `${stderr}\n${stdout}`
}

function judge(
  { cause, authenticated, evidence, facts }: OutputReading,
  lines: readonly string[],
  input: ClientStageInput,
): ClientStageResult {
  const acceptedKey = facts.acceptedKey?.sha256 ?? null
  const common = { lines, evidence: evidence.map(shown), acceptedKey }
  if (!authenticated) {
    // What ssh says without being asked for details is what the person's terminal shows.
    const plain = common.evidence.find((line) => !line.startsWith('debug'))
    const said = plain ?? common.evidence[0] ?? lines.at(-1)
    const detail =
      said === undefined
        ? 'Your own ssh did not log in, and said nothing.'
        : `Your own ssh did not log in. It says: “${said}”`
    return { state: 'failed', detail, cause: cause ?? 'unexpected', ...common }
  }
  const warning = warningAbout(facts, input)
  return warning === null
    ? { state: 'ok', detail: success(input), cause: null, ...common }
    : { state: 'warning', detail: warning, cause: null, ...common }
}

function success({ isProxy, keyOfConfig }: ClientStageInput): string {
  const proven =
    keyOfConfig === true
      ? 'Your own ssh logs in as well, with the key that your ssh config names.'
      : 'Your own ssh logs in with this key as well.'
  return isProxy ? `${proven} Through the proxy, that gives a terminal only.` : proven
}

/** A login that proves nothing about the key. */
function warningAbout(
  { acceptedKey, authenticatedBy }: OutputReading['facts'],
  { keyPath, keyOfConfig }: ClientStageInput,
): string | null {
  if (acceptedKey === null && authenticatedBy !== 'publickey') {
    return 'Your own ssh was let in without a key, so nothing was learned about the key.'
  }
  const path = acceptedKey?.path ?? null
  if (keyOfConfig === true || path === null || isPathFromSsh(keyPath, path)) return null
  return `Your own ssh logs in, but with another key: the server refused ${basename(keyPath)} and accepted ${shown(path)}, which your ssh config names for it.`
}

function skipped(detail: string): ClientStageResult {
  return { state: 'skipped', detail, cause: null, lines: [], evidence: [], acceptedKey: null }
}

function couldNotAsk(error: AppError, input: ClientStageInput): ClientStageResult {
  if (error.code === 'unsupported') return skipped(error.message)
  const isSlow = error.code === 'timeout'
  return {
    ...skipped(
      isSlow
        ? `Your own ssh did not log in within ${input.limitMs / 1_000} s, and was ended.`
        : `Your own ssh could not be started: ${error.message}`,
    ),
    state: 'failed',
    cause: isSlow ? 'auth-timeout' : 'client-cannot-start',
  }
}

function linesOf(text: string): readonly string[] {
  // Secrets first: some go over several lines.
  return redact(text, '')
    .split(/\r\n|[\r\n]/)
    .map((line) => printable(withoutSshEscapes(line), MAX_LINE_LENGTH))
    .filter((line) => line !== '')
    .slice(-MAX_LINES)
}

function shown(line: string): string {
  return printable(redact(line, ''), MAX_LINE_LENGTH)
}
