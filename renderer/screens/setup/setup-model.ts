/**
 * What the checklist shows, derived from probes alone: the keys on disk, the last paste check, the
 * last answer of a server, and the last test. Nothing here knows what the person clicked.
 */

import { accessName, addressOf, usableTarget } from '../../commands/target.ts'
import type { KeyPair, ParsedSshCommand, Problem, SetupState } from '../../contract.ts'
import { formatTime } from '../../ui/time.ts'

export type StepId = 'key' | 'publish' | 'pod' | 'command' | 'test'

export interface StepStatus {
  readonly id: StepId
  /** `waiting`: nothing left to do here, but only a later step can prove it. */
  readonly state: 'done' | 'waiting' | 'open'
  /** The evidence, in one line; null while there is none. */
  readonly summary: string | null
}

export interface SetupInput {
  readonly keys: readonly KeyPair[]
  readonly setup: SetupState
  /** The parsed `setup.command`; null without one. */
  readonly parsed: ParsedSshCommand | null
}

/** A key that ssh could log in with, as far as its files tell. */
export function isUsable(key: KeyPair): boolean {
  return (
    key.privateKeyPath !== null &&
    (key.pair === 'matched' || key.pair === 'private-only') &&
    !key.problems.some(({ severity }) => severity === 'error')
  )
}

/** What keeps keys from being used and can be repaired with a click, each with its key's name. */
export function repairsOf(keys: readonly KeyPair[]): readonly Problem[] {
  return keys.flatMap((key) =>
    key.problems
      .filter(({ severity, fix }) => severity === 'error' && fix?.kind === 'call')
      .map((problem) => ({ ...problem, title: `${key.name}: ${problem.title}` })),
  )
}

/** Usable keys, each once: the same key may stand in several files. */
export function usableKeys(keys: readonly KeyPair[]): readonly KeyPair[] {
  const ids = new Set<string>()
  return keys.filter((key) => isUsable(key) && !ids.has(key.id) && ids.add(key.id))
}

/** Ed25519 first, then a key with both halves; the order of the list decides the rest. */
export function bestKey(keys: readonly KeyPair[]): KeyPair | null {
  const score = (key: KeyPair) =>
    (key.type === 'ed25519' ? 2 : 0) + (key.pair === 'matched' ? 1 : 0)
  return keys
    .filter(isUsable)
    .reduce<KeyPair | null>(
      (best, key) => (best === null || score(key) > score(best) ? key : best),
      null,
    )
}

export function deriveSteps(input: SetupInput): readonly StepStatus[] {
  return [keyStep(input), publishStep(input), podStep(input), commandStep(input), testStep(input)]
}

/** The first step with something to do; null when all is done. */
export function nextOpenStep(steps: readonly StepStatus[]): StepId | null {
  return steps.find(({ state }) => state === 'open')?.id ?? null
}

/** True when the last test logged in with exactly this key, to exactly this address. */
export function isConnected({ setup, parsed }: SetupInput): boolean {
  const target = usableTarget(parsed)
  const test = setup.lastTest
  return (
    target !== null &&
    test?.ok === true &&
    test.address === addressOf(target) &&
    test.keyId === setup.keyId
  )
}

export function chosenKey({ keys, setup }: Pick<SetupInput, 'keys' | 'setup'>): KeyPair | null {
  return keys.find(({ id }) => id === setup.keyId) ?? null
}

function keyStep(input: SetupInput): StepStatus {
  const key = chosenKey(input)
  if (key === null) {
    const gone = input.setup.keyId !== null
    return open('key', gone ? 'The key you chose is no longer in the ssh folder.' : null)
  }
  if (!isUsable(key)) return open('key', `${key.name} has a problem that must be solved first.`)
  return done('key', `${key.name} · ${key.fingerprint?.sha256 ?? key.id}`)
}

function publishStep(input: SetupInput): StepStatus {
  const { keyId, publicKeys, lastTest } = input.setup
  if (keyId !== null && lastTest?.ok && lastTest.keyId === keyId) {
    return done('publish', `${lastTest.address} accepted this key.`)
  }
  if (keyId === null || publicKeys === null) return open('publish', null)
  if (!publicKeys.keyIds.includes(keyId)) {
    return open('publish', 'At the last check, the chosen key was not among the pasted lines.')
  }
  if (!publicKeys.ok) return open('publish', 'At the last check, the pasted text needed repair.')
  const others = publicKeys.keyIds.length - 1
  return done(
    'publish',
    others === 0
      ? 'Your key is in RunPod’s field, and complete.'
      : `Your key is in RunPod’s field, next to ${others} other${others === 1 ? '' : 's'}.`,
  )
}

function podStep(input: SetupInput): StepStatus {
  const target = usableTarget(input.parsed)
  const { reached, lastTest } = input.setup
  if (isConnected(input)) return done('pod', 'Your pod answered, and you could log in.')
  if (target === null || reached?.address !== addressOf(target)) {
    const silent = target !== null && lastTest?.ok === false && reached === null
    return open(
      'pod',
      silent && lastTest.address === addressOf(target)
        ? `No server answered there, ${formatTime(lastTest.at)}`
        : null,
    )
  }
  if (target.kind === 'runpod-proxy') {
    // The proxy answers for every pod there is, so its answer proves nothing about this one.
    return {
      id: 'pod',
      state: 'waiting',
      summary: 'RunPod’s proxy answered. The test shows whether your pod is behind it.',
    }
  }
  return done('pod', `A server answered there, ${formatTime(reached.at)}: ${reached.software}`)
}

function commandStep(input: SetupInput): StepStatus {
  const target = usableTarget(input.parsed)
  if (target === null) {
    return open('command', input.setup.command === '' ? null : 'This command needs a correction.')
  }
  const address = addressOf(target)
  if (isConnected(input) || input.setup.reached?.address === address) {
    return done('command', `${address} · ${accessName(target)}`)
  }
  return open('command', `${address} has not answered yet.`)
}

function testStep(input: SetupInput): StepStatus {
  const { lastTest } = input.setup
  const target = usableTarget(input.parsed)
  if (lastTest !== null && isConnected(input)) {
    return done('test', `Logged in to ${lastTest.address}, ${formatTime(lastTest.at)}`)
  }
  if (lastTest === null || target === null || lastTest.address !== addressOf(target)) {
    return open('test', null)
  }
  return open(
    'test',
    lastTest.ok
      ? 'The last test used another key. Test again with this one.'
      : `The last test did not get through${lastTest.title ? `: ${lastTest.title}` : '.'}`,
  )
}

function done(id: StepId, summary: string): StepStatus {
  return { id, state: 'done', summary }
}

function open(id: StepId, summary: string | null): StepStatus {
  return { id, state: 'open', summary }
}
