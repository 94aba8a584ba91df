/** A RunPod account that is made up, for the fake bridge. */

import type {
  AccountKey,
  ApiKeyCheck,
  ErrorCode,
  MethodName,
  RunpodEndpoint,
  RunpodPod,
  RunpodStatus,
} from '../../../renderer/contract.ts'
import { createFakeAccountKeys } from './fake-account-keys.ts'
import type { Answers } from './fake-bridge.ts'
import { fakeCreateHelp, fakeStartCommand, fakeVariables } from './fake-create-help.ts'
import { FakeProblem } from './fake-problem.ts'

/** What a test says of the account. */
export interface RunpodScenario {
  readonly status?: Partial<RunpodStatus>
  readonly check?: ApiKeyCheck
  readonly keys?: readonly AccountKey[]
  /** Answers to the list of pods, in order; the last one stays. */
  readonly pods?: readonly (readonly RunpodPod[])[]
  readonly askAgainInMs?: number
  readonly endpoints?: readonly RunpodEndpoint[]
  /** Calls that fail, with the error. */
  readonly errors?: {
    readonly [M in MethodName]?: {
      readonly code: ErrorCode
      readonly message: string
      readonly retryAfterMs?: number
      /** How often it fails; default always. */
      readonly times?: number
    }
  }
}

type RunpodAnswers = Pick<Answers, Extract<MethodName, `runpod.${string}`>>

export const NO_API_KEY: RunpodStatus = {
  source: null,
  storage: {
    encrypted: true,
    detail: 'It is kept encrypted by this computer, and leaves it only towards RunPod.',
  },
  offers: [],
}

/** @param save as `connections.save` answers, for pods that are kept */
export function createFakeRunpod(
  scenario: RunpodScenario = {},
  save: Answers['connections.save'],
): RunpodAnswers {
  const state = createState(scenario)
  const keys = createFakeAccountKeys(scenario.keys ?? [], state.known)
  const answers: RunpodAnswers = {
    ...keyAnswers(scenario, state),
    ...podAnswers(scenario, state, save),
    ...keys,
    'runpod.startCommand': fakeStartCommand,
    'runpod.createHelp': fakeCreateHelp,
    'runpod.checkVariables': fakeVariables,
  }
  return withErrors(answers, scenario.errors ?? {})
}

interface State {
  status: RunpodStatus
  /** Fails without an API key. */
  readonly known: () => void
}

function createState(scenario: RunpodScenario): State {
  const state: State = {
    status: { ...NO_API_KEY, ...scenario.status },
    known: () => {
      if (state.status.source !== null) return
      throw new FakeProblem('no-api-key', 'Keypilot has no API key of RunPod yet.')
    },
  }
  return state
}

function keyAnswers(scenario: RunpodScenario, state: State) {
  return {
    'runpod.status': () => state.status,
    'runpod.setApiKey': ({ apiKey }) => {
      if (apiKey !== undefined && !apiKey.startsWith('rpa_')) {
        throw new FakeProblem('unauthorized', 'RunPod does not know this API key. Paste it again.')
      }
      state.status = { ...state.status, source: 'stored', offers: [] }
      return state.status
    },
    'runpod.checkApiKey': () => {
      state.known()
      return scenario.check ?? { accountKeys: 'allowed', pods: 'allowed', problems: [] }
    },
    'runpod.removeApiKey': () => {
      state.status = { ...state.status, source: null }
      return state.status
    },
  } satisfies Partial<RunpodAnswers>
}

function podAnswers(scenario: RunpodScenario, state: State, save: Answers['connections.save']) {
  const rounds = [...(scenario.pods ?? [[]])]
  let pods = rounds[0] ?? []
  const at = () => new Date().toISOString()
  const askAgainInMs = scenario.askAgainInMs ?? 60_000
  return {
    'runpod.pods': () => {
      state.known()
      pods = (rounds.length > 1 ? rounds.shift() : rounds[0]) ?? []
      return { pods, at: at(), askAgainInMs }
    },
    'runpod.savePod': async ({ podId, access }, callId) => {
      const pod = pods.find(({ id }) => id === podId)
      const target = pod?.[access]?.target
      if (pod === undefined || target === undefined) {
        throw new FakeProblem('not-found', 'RunPod does not list this pod any more.')
      }
      const old = pod.saved[0]
      const saved = await save(
        old ? { id: old.connectionId, target } : { name: pod.name, target, podId },
        callId,
      )
      const kept = { connectionId: saved.id, name: saved.name, alias: saved.alias, moved: null }
      // From now on RunPod's answers go with what is saved.
      rounds.splice(
        0,
        rounds.length,
        pods.map((one) => (one.id === podId ? { ...one, saved: [kept] } : one)),
      )
      return saved
    },
    'runpod.workers': () => {
      state.known()
      return { endpoints: scenario.endpoints ?? [], at: at(), askAgainInMs, problems: [] }
    },
  } satisfies Partial<RunpodAnswers>
}

function withErrors(
  answers: RunpodAnswers,
  errors: NonNullable<RunpodScenario['errors']>,
): RunpodAnswers {
  const left = new Map(
    Object.entries(errors).map(([method, error]) => [method, error?.times ?? Infinity]),
  )
  const failing = Object.entries(errors).map(([method, error]) => [
    method,
    (params: never, callId: string | undefined) => {
      const times = left.get(method) ?? 0
      if (error === undefined || times <= 0) {
        const answer = answers[method as keyof RunpodAnswers] as (
          params: never,
          callId: string | undefined,
        ) => unknown
        return answer(params, callId)
      }
      left.set(method, times - 1)
      const { code, message, retryAfterMs } = error
      throw new FakeProblem(code, message, retryAfterMs === undefined ? null : { retryAfterMs })
    },
  ])
  return { ...answers, ...Object.fromEntries(failing) }
}
