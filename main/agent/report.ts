/** The answer of `agent.*`: the state of the agent, its identities, and what to know about them. */

import type { AgentReport, Problem } from '../contract/methods.ts'
import { type AgentEnvironment, describeAgent } from '../system/agent.ts'
import type { AgentFailure } from './ask.ts'
import { stateAfter } from './failure.ts'
import { agentIdentity, type HeldIdentity } from './identity.ts'
import { startOn } from './start.ts'

/** sshd's default MaxAuthTries is 6: with more identities it may hang up before the right one. */
const MAX_GOOD_IDENTITIES = 5

export function runningReport(
  identities: readonly HeldIdentity[],
  { platform }: AgentEnvironment,
): AgentReport {
  const { state, detail } = describeAgent(null, platform)
  const count = identities.length
  const keys = count === 0 ? 'no keys' : count === 1 ? 'one key' : `${count} keys`
  return {
    state,
    detail: `${detail} It holds ${keys}.`,
    identities: identities.map((identity) => agentIdentity(identity)),
    start: null,
    problems: count > MAX_GOOD_IDENTITIES ? [tooMany(count)] : [],
  }
}

export function failureReport(failure: AgentFailure, environment: AgentEnvironment): AgentReport {
  const { state, detail } = stateAfter(failure, environment)
  const start = state === 'not-running' ? startOn(environment.platform) : null
  return {
    state,
    detail: start === null ? detail : `${detail} ${start.explanation}`,
    identities: [],
    start: start?.fix ?? null,
    problems: [],
  }
}

function tooMany(count: number): Problem {
  return {
    code: 'agent-many-keys',
    severity: 'warning',
    title: `The ssh-agent holds ${count} keys`,
    detail:
      'ssh offers them to a server one by one, and most servers hang up after six wrong ones with “Too many authentication failures”. Take out keys you do not need, or name the key with -i and add the option below, so that ssh offers only that one.',
    fix: { kind: 'copy', label: 'Copy the option', text: '-o IdentitiesOnly=yes' },
  }
}
