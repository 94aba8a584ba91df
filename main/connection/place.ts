/** Where a test goes, and what for: read from its parameters. */

import { AppError } from '../contract/errors.ts'
import type {
  ParsedSshCommand,
  Problem,
  Target,
  TestConnectionParams,
  TestPurpose,
} from '../contract/methods.ts'
import { judgeTarget, parseSshCommand } from '../ssh-command/index.ts'

export interface Place {
  readonly target: Target
  /** The path after `-i` in the command. */
  readonly identityFile: string | null
  readonly purpose: TestPurpose
}

/** @throws {AppError} `invalid-value` when there is no place to connect to */
export function placeOf(params: TestConnectionParams): Place {
  const place =
    params.target === undefined
      ? readCommand(params.command ?? '')
      : { target: params.target, identityFile: null, purpose: 'terminal' as const }
  const problem = judgeTarget(place.target)
  if (problem) throw new AppError('invalid-value', `${problem.title}. ${problem.detail}`)
  return { ...place, purpose: params.purpose ?? place.purpose }
}

function readCommand(command: string): Place {
  const parsed = parseSshCommand(command)
  const { identityFile, problems } = parsed
  const target = parsed.target ?? proxyTarget(command, parsed)
  if (target !== null) return { target, identityFile, purpose: purposeOf(parsed) }
  throw noServerIn(problems, 'tested')
}

/** @param use what was to be done with the server, as in `tested` */
export function noServerIn(problems: readonly Problem[], use: string): AppError {
  const problem = problems.find(({ severity }) => severity === 'error') ?? problems[0]
  const reason = problem ? `${problem.title}. ${problem.detail}` : 'It names no server.'
  return new AppError('invalid-value', `This is not an SSH command that can be ${use}. ${reason}`)
}

/**
 * Commands for RunPod's proxy with a user name that cannot work are no target to the parser, but a
 * test has a name for what is wrong with them.
 */
function proxyTarget(command: string, { problems }: ParsedSshCommand): Target | null {
  const isKnown = problems.some(({ code }) => PROXY_FORMS.includes(code))
  const user = /([A-Za-z0-9_.-]+)@ssh\.runpod\.io\b/i.exec(command)?.[1]
  if (!isKnown || user === undefined) return null
  return { user, host: 'ssh.runpod.io', port: 22, kind: 'runpod-proxy' }
}

/** Problem codes of the command parser. */
const PROXY_FORMS: readonly string[] = ['mixed-forms', 'proxy-suffix-missing']

function purposeOf({ form, forwards }: ParsedSshCommand): TestPurpose {
  if (form === 'scp' || form === 'sftp' || form === 'rsync') return 'files'
  return forwards.length > 0 ? 'tunnel' : 'terminal'
}
