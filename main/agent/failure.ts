/** Makes sentences of what goes wrong with the agent. */

import { AppError } from '../contract/errors.ts'
import type { AgentReport } from '../contract/methods.ts'
import { type AgentEnvironment, agentAddress, describeAgent } from '../system/agent.ts'
import type { AgentFailure } from './ask.ts'

/** The state of an agent that did not answer as it should. */
export function stateAfter(
  failure: AgentFailure,
  { platform }: AgentEnvironment,
): Pick<AgentReport, 'state' | 'detail'> {
  switch (failure.reason) {
    case 'unset':
      return describeAgent('unset', platform)
    case 'unreachable':
      return describeAgent(failure.errno ?? 'unknown', platform)
    case 'silent':
      return {
        state: 'unknown',
        detail:
          'The ssh-agent does not answer. It may be waiting for you: look for a window of it that asks to be unlocked.',
      }
    default:
      return {
        state: 'unknown',
        detail:
          'Something answers where the ssh-agent should be, but not as an ssh-agent does. Restart the program that provides the ssh-agent.',
      }
  }
}

/** The failure of a question or a change, for the person. */
export function failureError(
  failure: AgentFailure,
  environment: AgentEnvironment,
  doing: 'list' | 'change',
): AppError {
  const { state, detail } = stateAfter(failure, environment)
  const silent = failure.reason === 'silent'
  const code = silent ? 'timeout' : state === 'not-running' ? 'not-found' : 'unreadable'
  const asked = failure.reason !== 'unset' && failure.reason !== 'unreachable'
  const outcome = asked
    ? ' It is not known whether it did what it was asked: look at its list again.'
    : ' Nothing was changed.'
  const message = doing === 'change' ? detail + outcome : detail
  return new AppError(code, message, { cause: failure })
}

/** The agent answered that it will not. It never says why. */
export function refusal(doing: 'add' | 'remove', environment: AgentEnvironment): AppError {
  const owner = ownerOf(agentAddress(environment) ?? '')
  const what = doing === 'add' ? 'take the key' : 'give up the key'
  const way = doing === 'add' ? 'Add' : 'Remove'
  const reason =
    owner === null
      ? 'It is probably locked (“ssh-add -X” in a terminal unlocks it), or it belongs to a password manager that manages its keys itself.'
      : `It belongs to ${owner}, which manages its keys itself. ${way} the key there.`
  return new AppError('permission-denied', `The ssh-agent refused to ${what}. ${reason}`)
}

/** Programs that provide an agent of their own, told by the place of their socket. */
const OWNERS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/1password/i, '1Password'],
  [/bitwarden/i, 'Bitwarden'],
  [/secretive/i, 'Secretive'],
  [/gnupg|gpg-agent/i, 'GnuPG (gpg-agent)'],
  [/keyring|gcr/i, 'the GNOME keyring'],
]

function ownerOf(address: string): string | null {
  return OWNERS.find(([pattern]) => pattern.test(address))?.[1] ?? null
}
