/** A stand-in for `main/password-access`: texts, an installation that takes a moment, and files. */

import type {
  InstalledKey,
  InstallKeyParams,
  InstallStep,
  InstallStepId,
  MethodName,
  PasswordTrace,
  SavedConnection,
  SeenHostKey,
  Target,
} from '../../../renderer/contract.ts'
import type { Answers, FakeBridge, Scenario } from './fake-bridge.ts'
import { FakeProblem } from './fake-problem.ts'

type PasswordMethod = Extract<MethodName, `passwordAccess.${string}`>

export type InstallOutcome = 'ok' | 'host-key-new' | 'password-refused' | 'key-refused'

/** What a test says of password access. */
export interface PasswordScenario {
  /** Outcomes of installing a key over a password, in order; the last one stays. */
  readonly installs?: readonly InstallOutcome[]
  /** What a password script left on the pod. */
  readonly passwordTraces?: readonly PasswordTrace[]
}

interface Host {
  readonly emit: FakeBridge['emit']
  readonly isCancelled: (callId: string) => boolean
  readonly confirm: (prompt: {
    readonly title: string
    readonly detail: string
    readonly action: string
  }) => Promise<void>
}

const STEPS: readonly (readonly [InstallStepId, string])[] = [
  ['connect', '213.173.108.12:17445 answers, and its host key is known.'],
  ['password-login', 'The server accepted the password of root.'],
  ['install-key', 'Added to ~/.ssh/authorized_keys.'],
  ['key-login', 'Logged in as root with the key.'],
  ['password-off', 'What the text had turned on was taken back.'],
  ['password-refused', 'The server refused the password.'],
]

const HOST_KEY: SeenHostKey = {
  type: 'ssh-ed25519',
  sha256: 'SHA256:Vb3kq0yXW9tL5mZrN8sJ2dHcF7uEoP1aGiK4xTzQ6wM',
  status: 'known',
  key: 'AAAAC3NzaC1lZDI1NTE5AAAAIHostKeyOfThePodInThisTest000000000000000000',
  recorded: [],
}

const FAILURES: {
  readonly [outcome in Exclude<InstallOutcome, 'ok'>]: {
    readonly at: InstallStepId
    readonly title: string
    readonly seen: string
    readonly explanation: string
  }
} = {
  'host-key-new': {
    at: 'connect',
    title: 'Is this your pod?',
    seen: 'This host key is not in known_hosts yet.',
    explanation: 'Nothing was changed on the server.',
  },
  'password-refused': {
    at: 'password-login',
    title: 'The server refused the password',
    seen: 'The server refused the password.',
    explanation:
      'Nothing was changed on the server. Copy the text from step 1 again, paste it into the web terminal, wait for “done”, and try again.',
  },
  'key-refused': {
    at: 'key-login',
    title: 'The server still refused the key',
    seen: 'The server refused the key all the same.',
    explanation:
      'Your key is on the server, but logging in with it did not work. So password login was left on: you are not locked out. Others may write to /root on the server, and then the SSH server trusts no key there. Run in the web terminal: chmod go-w /root',
  },
}

export function createFakePasswordAccess(
  scenario: Scenario,
  host: Host,
): Pick<Answers, PasswordMethod> {
  const outcomes = [...(scenario.installs ?? [])]
  let traces: readonly PasswordTrace[] = scenario.passwordTraces ?? []
  const targetOf = (params: {
    readonly target?: Target
    readonly connectionId?: string
  }): Target => {
    const isIt = ({ id }: SavedConnection) => id === params.connectionId
    const target = params.target ?? scenario.connections?.find(isIt)?.target
    if (target === undefined) throw new FakeProblem('not-found', 'That connection is gone.')
    return target
  }
  return {
    'passwordAccess.prepare': ({ password }) => ({
      session: password === 'generated' ? 'session 1' : null,
      expiresAt: password === 'generated' ? '2026-11-21T08:30:00.000Z' : null,
      turnOn: fakeText('lets root log in with a password for a while'),
      turnOff: fakeText('takes back the password login that the first text turned on'),
    }),
    'passwordAccess.installKey': (params, callId = '') => {
      const outcome = (outcomes.length > 1 ? outcomes.shift() : outcomes[0]) ?? 'ok'
      const run = { callId, host, stageMs: scenario.stageMs ?? 5 }
      return install(params, targetOf(params), outcome, run)
    },
    'passwordAccess.findTraces': (params) => ({ target: targetOf(params), traces }),
    'passwordAccess.removeTraces': async (params) => {
      await host.confirm({
        title: `Remove ${params.paths.length} files?`,
        detail: params.paths.join('\n'),
        action: 'Remove the files',
      })
      traces = traces.filter(({ path }) => !params.paths.includes(path))
      return { target: targetOf(params), traces }
    },
  }
}

async function install(
  params: InstallKeyParams,
  target: Target,
  outcome: InstallOutcome,
  run: { readonly callId: string; readonly host: Host; readonly stageMs: number },
): Promise<InstalledKey> {
  const failure = outcome === 'ok' ? null : FAILURES[outcome]
  const steps: InstallStep[] = []
  let isOver = false
  for (const [id, detail] of STEPS) {
    if (!isOver) await new Promise((resolve) => setTimeout(resolve, run.stageMs))
    if (run.host.isCancelled(run.callId)) {
      throw new FakeProblem('cancelled', 'Stopped at your request.')
    }
    const isUnwanted = !params.turnOff && (id === 'password-off' || id === 'password-refused')
    const isFailed = failure?.at === id
    const state = isOver || isUnwanted ? 'skipped' : isFailed ? 'failed' : 'ok'
    const words = isOver ? 'Not reached.' : isUnwanted ? 'Not wanted.' : detail
    const step: InstallStep = { id, state, detail: isFailed ? failure.seen : words }
    isOver ||= isFailed
    steps.push(step)
    const progress = { kind: 'step', step } as const
    run.host.emit('progress', {
      callId: run.callId,
      method: 'passwordAccess.installKey',
      progress,
    })
  }
  const hostKey = { ...HOST_KEY, status: outcome === 'host-key-new' ? 'new' : 'known' } as const
  const isIn = steps[2]?.state === 'ok'
  if (failure === null) {
    const explanation = 'Your key is on the server now, and logging in with it works.'
    return { verdict: 'ok', target, steps, installed: 'added', explanation, hostKey, problems: [] }
  }
  const { title, explanation } = failure
  return {
    verdict: 'failed',
    target,
    steps,
    installed: isIn ? 'added' : null,
    explanation,
    hostKey,
    problems: [{ code: outcome, severity: 'error', title, detail: explanation }],
  }
}

function fakeText(what: string): string {
  const lines = Array.from({ length: 60 }, (_, index) => `say "line ${index + 1} of the text"`)
  return `sh -c '\n# Keypilot: ${what}.\nset -eu\n${lines.join('\n')}\n' keypilot '$6$salt$hash'\n`
}
