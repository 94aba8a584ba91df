/** The container start command that makes a custom template run sshd with the account's keys. */

import type { Problem, RenderedCommand } from '../contract/methods.ts'
import { quoteForShell } from '../system/quote-for-shell.ts'
import { nameFolder, quoteValue, renameUses } from './create/script-repairs.ts'
import {
  DEAD_VARIABLE_ELSEWHERE,
  DEAD_VARIABLE_REPAIRED,
  OLD_FOLDER_REPAIRED,
  UNQUOTED_REPAIRED,
} from './create/variable-problems.ts'
import { type BashCommand, inspectScript, quoteWord, unwrapBash } from './shell-script.ts'

/**
 * RunPod's documented steps (docs, use-ssh), with two changes: authorized_keys gets the usual mode
 * 600, and the working folder stays what it was, since a command of the person's own may follow.
 * `PUBLIC_KEY` holds every key of the account, one per line: without the quotes they would become one.
 */
const SETUP = [
  'apt update',
  'DEBIAN_FRONTEND=noninteractive apt-get install openssh-server -y',
  'mkdir -p ~/.ssh',
  'chmod 700 ~/.ssh',
  'echo "$PUBLIC_KEY" >> ~/.ssh/authorized_keys',
  'chmod 600 ~/.ssh/authorized_keys',
] as const
const START_SSHD = 'service ssh start'
/** Keeps the container running when nothing else does. */
const IDLE = 'sleep infinity'

const OFFICIAL_START = /(?:^|[\s;&|'"])\/start\.sh(?=$|[\s;&|'"])/
const STARTS_SSHD =
  /\b(?:service\s+sshd?\s+(?:re)?start|systemctl\s+(?:re)?start\s+sshd?|\/usr\/sbin\/sshd)\b/
/** A command that starts sshd without this leaves it without anybody's keys. */
const PLACES_KEYS = /\bauthorized_keys\b|\bPUBLIC_KEY\b/

/**
 * `existing` is the command the template has now; it takes the place of `sleep infinity`. `text` is
 * empty when it cannot be placed, and the problem says why.
 */
export function buildStartCommand(params: { readonly existing?: string }): RenderedCommand {
  const existing = fromJson(params.existing?.trim() ?? '')
  const bash = unwrapBash(existing)
  const script = bash?.script ?? existing
  if (existing === '' || script.trim() === IDLE) return done([START_SSHD, IDLE])
  if (existing.includes('\0')) return refused(UNREADABLE)
  if (OFFICIAL_START.test(script)) return { text: existing, problems: [OFFICIAL_IMAGE] }
  const startsSshd = STARTS_SSHD.test(script)
  if (startsSshd && PLACES_KEYS.test(script)) return repairOwnSetup(existing, bash)
  const inspected = inspectScript(existing)
  if (inspected === 'unbalanced') return refused(UNREADABLE)
  const problems = renameUses(existing) === existing ? [] : [DEAD_VARIABLE_ELSEWHERE]
  // exec makes it the container's main process, so that a stop signal reaches it; only one simple
  // command can be exec'd.
  const last = inspected === 'simple' ? `exec ${existing}` : existing
  // A second sshd would find the port taken, and end the container if it is the main process.
  return done(startsSshd ? [last] : [START_SSHD, last], problems)
}

function done(last: readonly string[], problems: readonly Problem[] = []): RenderedCommand {
  return { text: `bash -c ${quoteForShell([...SETUP, ...last].join('; '))}`, problems }
}

/** `["python", "app.py"]`, as a Dockerfile's CMD has it, in the words of a shell. */
function fromJson(text: string): string {
  if (!text.startsWith('[')) return text
  try {
    const words: unknown = JSON.parse(text)
    const isWords = Array.isArray(words) && words.every((word) => typeof word === 'string')
    return isWords ? words.map(quoteWord).join(' ') : text
  } catch {
    return text
  }
}

function refused(problem: Problem): RenderedCommand {
  return { text: '', problems: [problem] }
}

/** The command sets sshd up already: only its known faults are repaired. */
function repairOwnSetup(existing: string, bash: BashCommand | null): RenderedCommand {
  const problems: Problem[] = []
  const script = bash?.script ?? existing
  const step = (before: string, after: string, problem: Problem): string => {
    if (after !== before) problems.push(problem)
    return after
  }
  const renamed = step(script, renameUses(script), DEAD_VARIABLE_REPAIRED)
  const folder = step(renamed, nameFolder(renamed), OLD_FOLDER_REPAIRED)
  const repaired = step(folder, quoteValue(folder), UNQUOTED_REPAIRED)
  problems.push(ALREADY_STARTS_SSHD)
  if (repaired === script) return { text: existing, problems }
  return { text: bash ? bash.head + quoteForShell(repaired) : repaired, problems }
}

const OFFICIAL_IMAGE: Problem = {
  code: 'official-start-script',
  severity: 'info',
  title: 'Your image starts SSH by itself',
  detail:
    '/start.sh is the start script of RunPod’s official images. It puts your account’s keys in place and starts the SSH server, so the command can stay as it is.',
}

const ALREADY_STARTS_SSHD: Problem = {
  code: 'already-starts-sshd',
  severity: 'info',
  title: 'This command already starts the SSH server',
  detail: 'Nothing was added to it. The template still needs TCP port 22 among its exposed ports.',
}

const UNREADABLE: Problem = {
  code: 'unbalanced-quotes',
  severity: 'error',
  title: 'A quote in your command is not closed',
  detail:
    'The shell would read on past its end, and the pod would start neither the SSH server nor your command. Close the quote and try again.',
}
