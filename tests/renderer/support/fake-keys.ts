/**
 * A small stand-in for `main/keys`, `main/agent` and `main/backups`: it keeps keys in memory, and
 * every removal, rename and repair can be taken back, as on disk.
 */

import type {
  AgentReport,
  Backup,
  ConfirmPrompt,
  KeyPair,
  KeyRef,
  KeyUse,
} from '../../../renderer/contract.ts'
import { fakeAgent } from './fake-agent.ts'
import type { Answers, Scenario } from './fake-bridge.ts'
import { PUBLIC_LINES } from './fake-data.ts'
import { fakeImport } from './fake-import.ts'
import { changeAnswers, removeAnswers, renameAnswers, repairAnswers } from './fake-key-changes.ts'
import { FakeProblem } from './fake-problem.ts'

/** Opens every locked key of the fake host. */
export const PASSPHRASE = 'lake piano seven'

export interface FakeHost {
  /** Asks the person, as the browser host does; resolves at once where the scenario has no questions. */
  readonly confirm: (prompt: ConfirmPrompt) => Promise<void>
  /** Takes as long as the scenario says, and can be cancelled. */
  readonly work: (callId: string | undefined, detail: string) => Promise<void>
  readonly changed: () => void
}

export interface FakeKeys {
  list: readonly KeyPair[]
  agent: AgentReport
  backups: readonly Backup[]
  find(ref: KeyRef): KeyPair
  replace(old: KeyPair | null, made: KeyPair | null): void
  /** Adds a backup that `restore` takes back; returns the id for `backups.restore`. */
  store(title: string, files: Backup['files'], restore: () => void): string
  /** Keeps the list as it is now, under this title; returns the id for `backups.restore`. */
  keep(title: string, key: KeyPair): string
  use(key: KeyPair, uses: readonly KeyUse[]): void
}

type KeyMethods =
  | `keys.${string}`
  | 'agent.list'
  | 'agent.add'
  | 'agent.remove'
  | 'backups.list'
  | 'backups.restore'
  | 'backups.delete'

/** The answers, and the place where the fake of `main/permissions` keeps its backups. */
export function createFakeKeys(
  scenario: Scenario,
  host: FakeHost,
): {
  readonly answers: Pick<Answers, Extract<keyof Answers, KeyMethods>>
  readonly keepModes: FakeKeys['store']
} {
  const saved = new Map<string, () => void>()
  const state = createState(scenario, saved)
  return { answers: createAnswers(state, saved, host), keepModes: state.store }
}

function createAnswers(
  state: FakeKeys,
  saved: ReadonlyMap<string, () => void>,
  host: FakeHost,
): Pick<Answers, Extract<keyof Answers, KeyMethods>> {
  return {
    ...listAnswers(state),
    ...changeAnswers(state, host),
    ...renameAnswers(state),
    ...removeAnswers(state, host),
    ...repairAnswers(state),
    ...fakeImport(state, host),
    ...fakeAgent(state, host),
    'backups.list': () => state.backups,
    'backups.restore': ({ id }) => {
      const backup = state.backups.find((one) => one.id === id)
      if (backup === undefined) throw new FakeProblem('not-found', 'That backup is gone.')
      saved.get(id)?.()
      return { restored: backup.files.map(({ path }) => path), backup: null }
    },
    'backups.delete': async ({ id }) => {
      await host.confirm({
        title: 'Delete this backup?',
        detail: 'It cannot be brought back.',
        action: 'Delete for good',
      })
      state.backups = state.backups.filter((one) => one.id !== id)
      return { deleted: id }
    },
  }
}

function createState(scenario: Scenario, saved: Map<string, () => void>): FakeKeys {
  const state: FakeKeys = {
    list: [...(scenario.keys ?? [])],
    agent: { ...RUNNING_AGENT, ...scenario.agent },
    backups: scenario.backups ?? [],
    find({ id, path }) {
      const key = state.list.find(
        (one) =>
          one.id === id &&
          (path === undefined || one.privateKeyPath === path || one.publicKeyPath === path),
      )
      if (key === undefined) throw new FakeProblem('not-found', 'This key is no longer there.')
      return key
    },
    replace(old, made) {
      const without = state.list.filter((key) => key !== old)
      const index = old === null ? 0 : state.list.indexOf(old)
      state.list = made === null ? without : without.toSpliced(index, 0, made)
    },
    store(title, files, restore) {
      const id = `2026-11-21T08-00-00-${state.backups.length}`
      saved.set(id, restore)
      const at = '2026-11-21T08:00:00.000Z'
      state.backups = [{ id, at, title, files, restorable: true, note: null }, ...state.backups]
      return id
    },
    keep(title, key) {
      const before = state.list
      return state.store(title, filesOf(key), () => {
        state.list = before
      })
    },
    use(key, uses) {
      state.list = state.list.map((one) => (one === key ? { ...one, uses } : one))
    },
  }
  return state
}

const RUNNING_AGENT: AgentReport = {
  state: 'running',
  detail: 'An ssh-agent of OpenSSH answers at /run/user/1000/ssh-agent.socket.',
  identities: [],
  start: null,
  problems: [],
}

export function filesOf(key: KeyPair): Backup['files'] {
  return [key.privateKeyPath, key.publicKeyPath]
    .filter((path) => path !== null)
    .map((path) => ({
      path,
      what: 'content',
      size: 411,
      mode: path.endsWith('.pub') ? '0644' : '0600',
    }))
}

/** Every name that a new file could not have. */
export function takenNames(state: FakeKeys): readonly string[] {
  return state.list.flatMap(({ name }) => [name, `${name}.pub`])
}

function listAnswers(state: FakeKeys) {
  return {
    'keys.list': () => state.list,
    'keys.suggest': () => ({
      name: takenNames(state).includes('id_ed25519') ? 'id_ed25519_2' : 'id_ed25519',
      comment: 'ada@laptop',
      taken: takenNames(state),
    }),
    'keys.export': ({ id, format }) => {
      const key = state.list.find((one) => one.id === id)
      const line = PUBLIC_LINES[id] ?? `ssh-ed25519 AAAA${id.slice(7)} ${key?.comment ?? ''}`
      if (format === 'openssh-public') return { text: line }
      return {
        text:
          format === 'rfc4716'
            ? `---- BEGIN SSH2 PUBLIC KEY ----\n${line.split(' ')[1]}\n---- END SSH2 PUBLIC KEY ----`
            : `-----BEGIN PUBLIC KEY-----\n${line.split(' ')[1]}\n-----END PUBLIC KEY-----`,
      }
    },
    'keys.randomart': () => ({ text: RANDOMART }),
  } satisfies Partial<Answers>
}

const RANDOMART = [
  '+--[ED25519 256]--+',
  '|        .o+.     |',
  '|       . o+.     |',
  '|      o .o..     |',
  '|     + = oo .    |',
  '|    . * S. o     |',
  '|     o @ .. .    |',
  '|    . X O E      |',
  '|     B.%o=       |',
  '|    .o*=Xo.      |',
  '+----[SHA256]-----+',
].join('\n')

export function openKey(key: Pick<KeyPair, 'encrypted'>, passphrase: string | undefined): void {
  if (!key.encrypted) return
  if (passphrase === undefined) {
    throw new FakeProblem('passphrase-needed', 'This key is locked. Type its passphrase.')
  }
  if (passphrase !== PASSPHRASE) {
    throw new FakeProblem('passphrase-wrong', 'That passphrase does not open this key.')
  }
}
