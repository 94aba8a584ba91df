import { expect, test } from 'vitest'
import { addressOf } from '../../../renderer/commands/target.ts'
import type { ParsedSshCommand, SetupState, Target } from '../../../renderer/contract.ts'
import {
  bestKey,
  deriveSteps,
  isConnected,
  isUsable,
  nextOpenStep,
  repairsOf,
  type SetupInput,
} from '../../../renderer/screens/setup/setup-model.ts'
import { ED25519, OPEN_PERMISSIONS, RSA } from '../support/fake-data.ts'

const AT = '2026-11-21T08:00:00.000Z'
const DIRECT: Target = { user: 'root', host: '1.2.3.4', port: 22001, kind: 'runpod-direct' }
const PROXY: Target = {
  user: 'abc-64411eb2',
  host: 'ssh.runpod.io',
  port: 22,
  kind: 'runpod-proxy',
}
const NOTHING: SetupState = {
  keyId: null,
  command: '',
  publicKeys: null,
  reached: null,
  lastTest: null,
}

function parsed(target: Target, problems: ParsedSshCommand['problems'] = []): ParsedSshCommand {
  return {
    target,
    kind: target.kind,
    form: 'ssh',
    provider: 'runpod',
    identityFile: null,
    options: [],
    forwards: [],
    remoteCommand: null,
    repaired: false,
    problems,
  }
}

function input(setup: Partial<SetupState>, target: Target | null = null): SetupInput {
  return {
    keys: [ED25519, RSA],
    setup: { ...NOTHING, ...(target && { command: 'ssh …' }), ...setup },
    parsed: target === null ? null : parsed(target),
  }
}

const states = (from: SetupInput) => deriveSteps(from).map(({ state }) => state)
const reached = (target: Target) => ({ at: AT, address: addressOf(target), software: 'SSH-2.0-X' })
const tested = (target: Target, ok = true, keyId: string = ED25519.id) =>
  ({ at: AT, ok, cause: ok ? null : 'unexpected', address: addressOf(target), keyId }) as const
const published = (...keyIds: readonly string[]) => ({ at: AT, ok: true, keyIds })

test('at first everything is open', () => {
  expect(states({ keys: [], setup: NOTHING, parsed: null })).toEqual(Array(5).fill('open'))
  expect(nextOpenStep(deriveSteps(input({})))).toBe('key')
})

test('a chosen key counts only while its files are there and good', () => {
  expect(states(input({ keyId: ED25519.id }))[0]).toBe('done')
  expect(states({ ...input({ keyId: ED25519.id }), keys: [] })[0]).toBe('open')
  const bad = { ...input({ keyId: OPEN_PERMISSIONS.id }), keys: [OPEN_PERMISSIONS] }
  expect(states(bad)[0]).toBe('open')
})

test('the public key counts when the chosen one was seen in a text without faults', () => {
  const with_ = (publicKeys: SetupState['publicKeys']) =>
    states(input({ keyId: ED25519.id, publicKeys }))[1]
  expect(with_(published(ED25519.id))).toBe('done')
  expect(with_(published(RSA.id))).toBe('open')
  expect(with_({ ...published(ED25519.id), ok: false })).toBe('open')
  expect(with_(null)).toBe('open')
})

test('a login with this key proves the public key, a login with another does not', () => {
  expect(states(input({ keyId: ED25519.id, lastTest: tested(DIRECT) }))[1]).toBe('done')
  expect(states(input({ keyId: RSA.id, lastTest: tested(DIRECT) }))[1]).toBe('open')
})

test('pod and command count when a server answered at this very address', () => {
  const [, , pod, command] = states(input({ reached: reached(DIRECT) }, DIRECT))
  expect([pod, command]).toEqual(['done', 'done'])
  const other = { ...DIRECT, port: 22002 }
  expect(states(input({ reached: reached(other) }, DIRECT)).slice(2, 4)).toEqual(['open', 'open'])
})

test('a pod that stopped answering is said, with the time', () => {
  const [, , pod] = deriveSteps(input({ lastTest: tested(DIRECT, false) }, DIRECT))
  expect(pod).toMatchObject({
    state: 'open',
    summary: expect.stringMatching(/^No server answered/),
  })
})

test('the proxy answers for every pod, so its answer proves the command and not the pod', () => {
  const answered = deriveSteps(input({ keyId: ED25519.id, reached: reached(PROXY) }, PROXY))
  expect(answered.map(({ state }) => state).slice(2, 4)).toEqual(['waiting', 'done'])
  const lastTest = tested(PROXY)
  const after = states(input({ keyId: ED25519.id, reached: reached(PROXY), lastTest }, PROXY))
  expect(after[2]).toBe('done')
})

test('a waiting step is not the next one to do', () => {
  const publicKeys = published(ED25519.id)
  const setup = { keyId: ED25519.id, publicKeys, reached: reached(PROXY) }
  expect(nextOpenStep(deriveSteps(input(setup, PROXY)))).toBe('test')
})

test('the test counts for exactly this key and address', () => {
  const all = { keyId: ED25519.id, publicKeys: published(ED25519.id), reached: reached(DIRECT) }
  const good = input({ ...all, lastTest: tested(DIRECT) }, DIRECT)
  expect(states(good)).toEqual(Array(5).fill('done'))
  expect(nextOpenStep(deriveSteps(good))).toBeNull()
  expect(isConnected(input({ ...all, lastTest: tested(DIRECT, false) }, DIRECT))).toBe(false)
  expect(isConnected(input({ ...all, lastTest: tested(PROXY) }, DIRECT))).toBe(false)
  expect(isConnected(input({ ...all, lastTest: tested(DIRECT, true, RSA.id) }, DIRECT))).toBe(false)
})

test('a command with an error left in it counts for nothing', () => {
  const error = { code: 'x', severity: 'error', title: '', detail: '' } as const
  const setup = { keyId: ED25519.id, reached: reached(DIRECT), lastTest: tested(DIRECT) }
  const broken = { ...input(setup, DIRECT), parsed: parsed(DIRECT, [error]) }
  expect(states(broken).slice(2)).toEqual(['open', 'open', 'open'])
})

test('an address with colons is written in brackets', () => {
  expect(addressOf({ ...DIRECT, host: '2001:db8::1' })).toBe('root@[2001:db8::1]:22001')
})

test('the best key is a usable Ed25519 one', () => {
  expect(bestKey([RSA, ED25519])).toBe(ED25519)
  expect(bestKey([RSA, OPEN_PERMISSIONS])).toBe(RSA)
  expect(bestKey([OPEN_PERMISSIONS])).toBeNull()
  expect(isUsable({ ...ED25519, pair: 'public-only', privateKeyPath: null })).toBe(false)
  expect(isUsable({ ...ED25519, pair: 'mismatched' })).toBe(false)
})

test('keys that a click repairs are offered with their names', () => {
  const fix = { kind: 'call', method: 'permissions.plan', params: {}, label: 'Repair' } as const
  const problem = { code: 'permissions', severity: 'error', title: 'Too open', detail: '' } as const
  const broken = { ...ED25519, name: 'work', problems: [{ ...problem, fix }] }
  const beyond = { ...ED25519, name: 'old', problems: [problem] }
  const noted = { ...ED25519, problems: [{ ...problem, severity: 'info' as const, fix }] }
  expect(repairsOf([broken, beyond, noted])).toEqual([{ ...problem, fix, title: 'work: Too open' }])
})
