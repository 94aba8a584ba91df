/**
 * A Bridge with made-up but realistic answers, so that the interface can be looked at and tested
 * without a host. It keeps settings and keys in memory, as the real services keep them on disk.
 */

import type {
  Bridge,
  EventName,
  Events,
  KeyPair,
  MethodName,
  Params,
  Result,
  Settings,
  SetupState,
  Value,
} from '../../../renderer/contract.ts'
import { fakeParse, fakeRender } from './fake-commands.ts'
import { ED25519, PUBLIC_LINES, SYSTEM } from './fake-data.ts'
import { fakeReport } from './fake-paste.ts'
import { fakeTest, type TestOutcome } from './fake-test.ts'

/** What a test sets up before the page loads. */
export interface Scenario {
  readonly keys?: readonly KeyPair[]
  readonly settings?: Partial<Omit<Settings, 'setup'>> & { readonly setup?: Partial<SetupState> }
  readonly system?: Partial<Value<'system.info'>>
  /** Outcomes of connection tests, in order; the last one stays. */
  readonly tests?: readonly TestOutcome[]
  /** Methods that fail, with the message. */
  readonly failing?: { readonly [method: string]: string }
  /** Milliseconds that each stage of a test takes. */
  readonly stageMs?: number
}

export interface FakeBridge extends Bridge {
  readonly calls: readonly { readonly method: string; readonly params: unknown }[]
  emit<E extends EventName>(event: E, value: Events[E]): void
}

const EMPTY_SETUP: SetupState = {
  keyId: null,
  command: '',
  publicKeys: null,
  reached: null,
  lastTest: null,
}

type Answers = {
  readonly [M in MethodName]: (
    params: Params<M>,
    callId: string | undefined,
  ) => Value<M> | Promise<Value<M>>
}

export function createFakeBridge(scenario: Scenario = {}): FakeBridge {
  const calls: { method: string; params: unknown }[] = []
  const listeners = new Map<string, Set<(value: never) => void>>()
  const cancelled = new Set<string>()
  const emit = <E extends EventName>(event: E, value: Events[E]) => {
    for (const listener of listeners.get(event) ?? []) listener(value as never)
  }
  const answers = createAnswers(scenario, emit, cancelled)
  return {
    calls,
    emit,
    async call<M extends MethodName>(method: M, params: Params<M>, callId?: string) {
      calls.push({ method, params })
      const failure = scenario.failing?.[method]
      if (failure !== undefined) return failed('internal', failure)
      try {
        return { ok: true, value: await answers[method](params, callId) }
      } catch (error) {
        const code =
          error instanceof Error && error.name === 'taken' ? 'already-exists' : 'cancelled'
        return failed(code, error instanceof Error ? error.message : 'failed')
      }
    },
    cancel: (callId) => void cancelled.add(callId),
    subscribe(event, listener) {
      const set = listeners.get(event) ?? new Set()
      listeners.set(event, set.add(listener as (value: never) => void))
      return () => void set.delete(listener as (value: never) => void)
    },
  }
}

function failed(code: 'internal' | 'already-exists' | 'cancelled', message: string): Result<never> {
  return { ok: false, error: { code, message } }
}

/** One entry for each method, so it is as long as the contract. */
function createAnswers(
  scenario: Scenario,
  emit: FakeBridge['emit'],
  cancelled: ReadonlySet<string>,
): Answers {
  let keys = [...(scenario.keys ?? [])]
  let settings: Settings = {
    theme: 'system',
    shell: null,
    ...scenario.settings,
    setup: { ...EMPTY_SETUP, ...scenario.settings?.setup },
  }
  const outcomes = [...(scenario.tests ?? [])]
  const taken = () => keys.flatMap(({ name }) => [name, `${name}.pub`])
  return {
    'system.info': () => ({ ...SYSTEM, ...scenario.system }),
    'system.openLink': ({ link }) => ({ url: `https://example.invalid/${link}`, opened: true }),
    'system.reveal': () => ({ path: '/home/ada/.config/Keypilot/logs/x.jsonl', shown: false }),
    'settings.read': () => settings,
    'settings.save': (change) => {
      settings = { ...settings, ...change, setup: { ...settings.setup, ...change.setup } }
      return settings
    },
    'keys.list': () => keys,
    'keys.suggest': () => ({
      name: taken().includes('id_ed25519') ? 'id_ed25519_2' : 'id_ed25519',
      comment: 'ada@laptop',
      taken: taken(),
    }),
    'keys.generate': ({ name, comment, passphrase }) => {
      if (taken().includes(name)) {
        throw Object.assign(new Error(`A file “${name}” was made meanwhile.`), { name: 'taken' })
      }
      const made = { ...ED25519, name, comment, encrypted: passphrase !== undefined }
      keys = [made, ...keys]
      return made
    },
    'keys.export': ({ id }) => ({ text: PUBLIC_LINES[id] ?? 'ssh-ed25519 AAAA made-up' }),
    'publicKeys.check': fakeReport,
    'sshCommand.parse': ({ text }) => fakeParse(text),
    'sshCommand.render': fakeRender,
    'connection.test': (params, callId = '') => {
      const outcome = outcomes.length > 1 ? outcomes.shift() : outcomes[0]
      return fakeTest(params, outcome ?? 'ok', {
        stageMs: scenario.stageMs ?? 5,
        isCancelled: () => cancelled.has(callId),
        progress: (progress) => emit('progress', { callId, method: 'connection.test', progress }),
      })
    },
    'knownHosts.lookup': () => [],
    'knownHosts.accept': () => [],
    'knownHosts.forget': () => ({ removed: [], backup: null }),
    'runpod.startCommand': ({ existing }) => ({
      text: `bash -c 'apt update; DEBIAN_FRONTEND=noninteractive apt-get install openssh-server -y; mkdir -p ~/.ssh; cd ~/.ssh; chmod 700 ~/.ssh; echo "$PUBLIC_KEY" >> authorized_keys; chmod 700 authorized_keys; service ssh start; ${existing ?? 'sleep infinity'}'`,
      problems: [],
    }),
    'terminal.open': () => ({ program: 'gnome-terminal' }),
    'confirm.answer': () => ({ accepted: true }),
  }
}
