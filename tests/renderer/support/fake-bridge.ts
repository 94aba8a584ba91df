/**
 * A Bridge with made-up but realistic answers, so that the interface can be looked at and tested
 * without a host. It keeps settings and keys in memory, as the real services keep them on disk.
 */

import type {
  AgentReport,
  Backup,
  Bridge,
  ConfigFinding,
  ConnectionCandidate,
  ErrorCode,
  EventName,
  Events,
  Finding,
  FindKeyReport,
  FoundKey,
  Json,
  KeyPair,
  KnownHostRow,
  MethodName,
  Params,
  Result,
  SavedConnection,
  Settings,
  SetupState,
  Value,
} from '../../../renderer/contract.ts'
import { fakeParse, fakeRender } from './fake-commands.ts'
import { createFakeConnections } from './fake-connections.ts'
import { SYSTEM } from './fake-data.ts'
import { fakeHelp } from './fake-help.ts'
import { createFakeKeys, type FakeHost } from './fake-keys.ts'
import { createFakePasswordAccess, type PasswordScenario } from './fake-password-access.ts'
import { fakeReport } from './fake-paste.ts'
import { createFakePermissions } from './fake-permissions.ts'
import { FakeProblem } from './fake-problem.ts'
import { createFakeRunpod, type RunpodScenario } from './fake-runpod.ts'
import { createFakeSshConfig } from './fake-ssh-config.ts'
import { fakeTerminals, isKnownTerminal, questionAbout } from './fake-terminals.ts'
import { afterTest, fakeTest, type TestOutcome, testAndKeep } from './fake-test.ts'

/** What a test sets up before the page loads. */
export interface Scenario extends PasswordScenario {
  readonly keys?: readonly KeyPair[]
  readonly agent?: Partial<AgentReport>
  readonly backups?: readonly Backup[]
  readonly findings?: readonly Finding[]
  /** What an audit looks at beside the home folder; default the findings' files. */
  readonly checked?: Value<'permissions.report'>['checked']
  /** Paths whose permissions no repair can change. */
  readonly unchangeable?: readonly string[]
  /** Paths of dropped files by name, as the desktop app knows them; a browser knows none. */
  readonly filePaths?: { readonly [name: string]: string }
  /** Whether the host asks the person before it changes something. */
  readonly asks?: boolean
  /** Milliseconds that slow work on keys takes. */
  readonly workMs?: number
  readonly settings?: Partial<Omit<Settings, 'setup'>> & { readonly setup?: Partial<SetupState> }
  readonly system?: Partial<Value<'system.info'>>
  readonly update?: Value<'system.checkForUpdate'>
  /** Outcomes of connection tests, in order; the last one stays. */
  readonly tests?: readonly TestOutcome[]
  readonly connections?: readonly SavedConnection[]
  /** Ids of connections whose test fails when all are tested. */
  readonly failingConnections?: readonly string[]
  readonly connectionProblems?: Value<'connections.problems'>
  readonly candidates?: readonly ConnectionCandidate[]
  /** What a server says to each key, and whatever else a search for the key ends with. */
  readonly foundKeys?: readonly FoundKey[]
  readonly findKey?: Partial<FindKeyReport>
  /** Lines of the person's ssh config, and of Keypilot's own file. */
  readonly sshConfig?: readonly string[]
  readonly managedConfig?: readonly string[]
  /** What an audit of the ssh config finds. */
  readonly configFindings?: readonly ConfigFinding[]
  readonly hostKeys?: readonly KnownHostRow[]
  readonly runpod?: RunpodScenario
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

export type Answers = {
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
  const { filePaths } = scenario
  return {
    ...(filePaths && {
      pathOfFile: (file: unknown) => (file instanceof File ? (filePaths[file.name] ?? null) : null),
    }),
    calls,
    emit,
    async call<M extends MethodName>(method: M, params: Params<M>, callId?: string) {
      calls.push({ method, params })
      const failure = scenario.failing?.[method]
      if (failure !== undefined) return failed('internal', failure)
      try {
        return { ok: true, value: await answers[method](params, callId) }
      } catch (error) {
        if (error instanceof FakeProblem) return failed(error.code, error.message, error.details)
        return failed('cancelled', error instanceof Error ? error.message : 'failed')
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

function failed(code: ErrorCode, message: string, details: Json = null): Result<never> {
  return { ok: false, error: { code, message, details } }
}

/** One entry for each method, so it is as long as the contract. */
function createAnswers(
  scenario: Scenario,
  emit: FakeBridge['emit'],
  cancelled: ReadonlySet<string>,
): Answers {
  let settings: Settings = {
    theme: 'system',
    shell: null,
    terminal: null,
    checkForUpdates: false,
    ...scenario.settings,
    setup: { ...EMPTY_SETUP, ...scenario.settings?.setup },
  }
  const outcomes = [...(scenario.tests ?? [])]
  const questions = createQuestions(scenario, emit)
  const host = createFakeHost(scenario, emit, cancelled, questions.confirm)
  const keys = createFakeKeys(scenario, host)
  const isCancelled = (callId: string) => cancelled.has(callId)
  const { confirm } = questions
  const connections = createFakeConnections(scenario, { emit, isCancelled, confirm })
  return {
    'system.info': () => ({ ...SYSTEM, ...scenario.system }),
    'system.openLink': ({ link }) => ({ url: `https://example.invalid/${link}`, opened: true }),
    'system.checkForUpdate': () => scenario.update ?? { state: 'off' },
    'system.reveal': () => ({ path: '/home/ada/.config/Keypilot/logs/x.jsonl', shown: false }),
    'settings.read': () => settings,
    'settings.save': async (change) => {
      if (change.terminal && !isKnownTerminal(change.terminal)) {
        await questions.confirm(questionAbout(change.terminal))
      }
      settings = { ...settings, ...change, setup: { ...settings.setup, ...change.setup } }
      return settings
    },
    ...keys.answers,
    ...createFakePermissions(scenario, keys.keepModes),
    'publicKeys.check': fakeReport,
    ...fakeHelp,
    'sshCommand.parse': ({ text }) => fakeParse(text),
    'sshCommand.render': fakeRender,
    'connection.test': async (params, callId = '') => {
      const outcome = outcomes.length > 1 ? outcomes.shift() : outcomes[0]
      const report = await testAndKeep(connections, params, (asked) =>
        fakeTest(asked, outcome ?? 'ok', {
          stageMs: scenario.stageMs ?? 5,
          isCancelled: () => cancelled.has(callId),
          progress: (progress) => emit('progress', { callId, method: 'connection.test', progress }),
        }),
      )
      settings = afterTest(settings, params, report)
      return report
    },
    ...connections.answers,
    ...createFakeSshConfig(scenario, keys.keepModes),
    'knownHosts.list': () => ({ rows: scenario.hostKeys ?? [], invalid: [], unreadable: [] }),
    'knownHosts.lookup': () => [],
    'knownHosts.accept': () => [],
    'knownHosts.forget': () => ({ removed: [], backup: null }),
    ...createFakeRunpod(scenario.runpod, connections.answers['connections.save']),
    ...createFakePasswordAccess(scenario, { emit, isCancelled, confirm }),
    'terminal.open': () => ({ program: settings.terminal?.program ?? 'gnome-terminal' }),
    'terminal.list': () => fakeTerminals(settings.terminal),
    'editor.open': ({ editor, alias = 'pod' }) => ({
      url: `${editor}://vscode-remote/ssh-remote+${alias}/workspace`,
      opened: true,
      alias,
    }),
    'confirm.answer': questions.answer,
  }
}

/** What the answers of slow and careful methods share. */
function createFakeHost(
  scenario: Scenario,
  emit: FakeBridge['emit'],
  cancelled: ReadonlySet<string>,
  confirm: FakeHost['confirm'],
): FakeHost {
  return {
    confirm,
    changed: () => emit('keys.changed', {}),
    async work(callId = '', detail) {
      const until = Date.now() + (scenario.workMs ?? 0)
      emit('progress', {
        callId,
        method: 'keys.generate',
        progress: { kind: 'working', detail },
      })
      while (Date.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, 10))
        if (cancelled.has(callId)) throw new FakeProblem('cancelled', 'Stopped at your request.')
      }
    },
  }
}

function createQuestions(scenario: Scenario, emit: FakeBridge['emit']) {
  const waiting = new Map<string, (accept: boolean) => void>()
  const confirm: FakeHost['confirm'] = async (prompt) => {
    if (!scenario.asks) return
    const id = `question ${waiting.size}`
    const accept = await new Promise<boolean>((resolve) => {
      waiting.set(id, resolve)
      emit('confirm.requested', { id, prompt })
    })
    if (!accept) throw new FakeProblem('declined', 'You said no.')
  }
  const answer = ({ id, accept }: Params<'confirm.answer'>) => {
    waiting.get(id)?.(accept)
    return { accepted: accept }
  }
  return { confirm, answer }
}
