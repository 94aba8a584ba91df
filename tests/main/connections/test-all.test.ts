/** Many at once: real and scripted servers, one row each, results kept, cancelled at any moment. */

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createConnectionsService } from '../../../main/connections/index.ts'
import type {
  CallProgress,
  SavedConnection,
  Target,
  TestAllProgress,
} from '../../../main/contract/methods.ts'
import {
  freePort,
  type ScriptedServer,
  type Sshd,
  startScripted,
  startSshd,
  whyNoSshd,
} from '../../support/servers/index.ts'
import {
  createWorld,
  direct,
  fileOf,
  IMPATIENT,
  PASSED,
  QUICK_SHELL,
  quiet,
  saved,
  type World,
} from './support.ts'

let world: World
beforeEach(() => {
  world = createWorld()
})
afterEach(() => world.remove())

function makeKey(name: string, passphrase = ''): string {
  const path = join(world.paths.sshDir, name)
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', path])
  return readFileSync(`${path}.pub`, 'utf8').trim()
}

function watched(signal = new AbortController().signal) {
  const seen: TestAllProgress[] = []
  const progress = (event: CallProgress) => {
    if (event.method === 'connections.testAll') seen.push(event.progress)
  }
  return { seen, context: { signal, progress } }
}

const at = (port: number): Target => ({ user: 'root', host: '127.0.0.1', port, kind: 'generic' })

describe.skipIf(whyNoSshd() !== null)('with a real server', () => {
  let sshd: Sshd
  beforeAll(async () => {
    sshd = await startSshd({ authorizedKeys: [], config: QUICK_SHELL })
  })
  afterAll(() => sshd.stop())

  test('each gets its own result, and nobody is asked anything', async () => {
    await sshd.authorize(makeKey('good'))
    makeKey('locked', 'slow red tractor')
    const [good, locked] = ['good', 'locked'].map(
      async (name) => (await world.keys.list()).find((key) => key.name === name)?.id ?? '',
    )
    const target = { ...at(sshd.port), user: sshd.user }
    const silent = await startScripted('silent')
    world.write(
      fileOf([
        saved({ id: 'new', target: { ...target, host: 'localhost' }, keyId: (await good) ?? '' }),
        saved({ id: 'good', target, keyId: (await good) ?? '' }),
        saved({
          id: 'locked',
          target: { ...target, host: '127.0.0.2' },
          keyId: (await locked) ?? '',
        }),
        saved({ id: 'refused', target: at(await freePort()), keyId: (await good) ?? '' }),
        saved({ id: 'silent', target: at(silent.port), keyId: (await good) ?? '' }),
        saved({ id: 'lost key', target: at(1), keyId: 'SHA256:gone' }),
      ]),
    )
    const service = world.another({ limits: IMPATIENT })
    // The only server whose key is known.
    await service.test({ connectionId: 'good', hostKeyPolicy: 'accept-new' }, quiet())
    const { seen, context } = watched()
    const report = await service.testAll({}, context)
    const causes = report.results.map(({ id, result }) => [id, result?.cause ?? 'ok'])
    expect(Object.fromEntries(causes)).toEqual({
      new: 'host-key-new',
      good: 'ok',
      locked: 'passphrase-needed',
      refused: 'connection-refused',
      silent: 'banner-timeout',
      'lost key': 'no-key',
    })
    expect(report).toMatchObject({ passed: 1, failed: 5, notRun: 0 })
    for (const { result, explanation, fixes } of report.results) {
      expect(explanation).not.toBe('')
      if (result?.verdict === 'failed') expect(fixes.length).toBeGreaterThan(0)
    }
    const kept = new Map((await service.list()).map((each) => [each.id, each.lastResult]))
    for (const { id, result } of report.results) expect(kept.get(id)).toEqual(result)
    for (const { id, result } of report.results) {
      expect(seen).toContainEqual({ kind: 'test-started', id })
      expect(seen).toContainEqual({ kind: 'test-ended', id, result })
    }
    await silent.allClosed()
    await silent.stop()
  })
})

describe('which are tested', () => {
  const fails = { ...PASSED, verdict: 'failed', cause: 'connection-refused' } as const
  let port: number
  beforeEach(async () => {
    port = await freePort()
    makeKey('any')
    world.write(
      fileOf([
        saved({ id: 'passed', target: at(port), lastResult: PASSED }),
        saved({ id: 'failed', target: { ...at(port), user: 'a' }, lastResult: fails }),
        saved({ id: 'never', target: { ...at(port), user: 'b' } }),
      ]),
    )
  })

  test.each([
    [{}, ['passed', 'failed', 'never']],
    [{ onlyFailed: true }, ['failed', 'never']],
    [{ ids: ['never', 'passed', 'never'] }, ['never', 'passed']],
    [{ ids: ['never', 'passed'], onlyFailed: true }, ['never']],
  ])('%j', async (params, expected) => {
    const { results } = await world.service.testAll(params, quiet())
    expect(results.map(({ id }) => id)).toEqual(expected)
  })

  test('an unknown one is said before anything is tested', async () => {
    const { seen, context } = watched()
    const attempt = world.service.testAll({ ids: ['passed', 'gone'] }, context)
    await expect(attempt).rejects.toMatchObject({ code: 'not-found' })
    expect(seen).toEqual([])
  })

  test('one whose address ssh would refuse is a failure like any other', async () => {
    world.write(
      fileOf([saved({ target: direct('-oProxyCommand=x') }), saved({ id: 'b', target: at(port) })]),
    )
    const { results } = await world.service.testAll({}, quiet())
    expect(results.map(({ result }) => result?.cause)).toEqual(['unexpected', 'connection-refused'])
    expect(results[0]?.explanation).not.toBe('')
  })

  test('one that is removed meanwhile stays removed', async () => {
    const silent = await startScripted('silent')
    world.write(fileOf([saved({ target: at(silent.port) })]))
    const service = world.another({ limits: IMPATIENT })
    const { context, seen } = watched()
    const run = service.testAll({}, context)
    await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(1)
    await service.remove('one', { confirm: async () => true })
    expect((await run).results).toHaveLength(1)
    expect(await service.list()).toEqual([])
    await silent.stop()
  })
})

describe('how many at once', () => {
  let servers: ScriptedServer[]
  const many = (server: ScriptedServer): SavedConnection[] =>
    Array.from({ length: 20 }, (_, index) =>
      saved({ id: `c${index}`, target: { ...at(server.port), user: `u${index}` } }),
    )
  const warnings: string[] = []
  const onWarning = ({ message }: Error) => warnings.push(message)
  beforeEach(async () => {
    // Node warns of listeners that pile up on one signal.
    process.on('warning', onWarning)
    makeKey('any')
    servers = [await startScripted('silent')]
  })
  afterEach(async () => {
    process.off('warning', onWarning)
    for (const server of servers) await server.stop()
  })

  test.each([
    [{}, 8],
    [{ concurrency: 3 }, 3],
    [{ concurrency: 16 }, 16],
  ])('%j: never more than %i, and cancelling stops them all', async (params, limit) => {
    const [server] = servers
    if (server === undefined) throw new Error('no server')
    world.write(fileOf(many(server)))
    const controller = new AbortController()
    const { seen, context } = watched(controller.signal)
    const run = world.service.testAll(params, context)
    await expect.poll(() => server.open, { timeout: 20_000 }).toBe(limit)
    controller.abort()
    const report = await run
    expect(warnings).toEqual([])
    expect(report).toMatchObject({ passed: 0, failed: 0, notRun: 20 })
    expect(report.results.every(({ result }) => result === null)).toBe(true)
    expect(seen.filter(({ kind }) => kind === 'test-started')).toHaveLength(limit)
    expect(server.accepted).toBe(limit)
    await server.allClosed()
    expect((await world.service.list()).every(({ lastResult }) => lastResult === null)).toBe(true)
  })

  test('results that were there when it was cancelled are kept', async () => {
    const [server] = servers
    if (server === undefined) throw new Error('no server')
    const refusing = at(await freePort())
    world.write(fileOf([saved({ target: refusing }), ...many(server)]))
    const controller = new AbortController()
    const { seen, context } = watched(controller.signal)
    const run = world.service.testAll({ concurrency: 2 }, context)
    await expect
      .poll(() => seen.some(({ kind }) => kind === 'test-ended'), { timeout: 20_000 })
      .toBe(true)
    controller.abort()
    expect(await run).toMatchObject({ failed: 1, notRun: 20 })
    const one = await world.service.find('one')
    expect(one.lastResult?.cause).toBe('connection-refused')
    await server.allClosed()
  })
})

test('a bug that one server brings out costs no other result', async () => {
  world.write(fileOf([saved(), saved({ id: 'two', target: direct('203.0.113.9') })]))
  const errors: string[] = []
  const log = { file: '', info() {}, warn() {}, error: (event: string) => void errors.push(event) }
  const service = createConnectionsService({
    paths: world.paths,
    log,
    keys: async () => world.keys,
    // No real server brings one out, as far as is known: this one is made up.
    connection: async () => ({
      test: async ({ target }) => {
        throw new Error(`boom ${target?.host}`)
      },
    }),
  })
  const { results, failed } = await service.testAll({}, quiet())
  expect(failed).toBe(2)
  expect(JSON.stringify(results)).not.toContain('boom')
  expect(results[0]?.result?.cause).toBe('unexpected')
  expect(errors).toEqual(['internal-error', 'internal-error'])
})
