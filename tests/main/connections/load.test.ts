/**
 * 200 connections to 200 listening ports, tested with one call: eight real sshd, and servers that
 * never answer, refuse, send garbage or stop half-way. None hangs, and nothing is left of them.
 */

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { CauseCode, SavedConnection } from '../../../main/contract/methods.ts'
import {
  type Behaviour,
  freePort,
  type ScriptedServer,
  type Sshd,
  startScripted,
  startSshd,
  whyNoSshd,
} from '../../support/servers/index.ts'
import { createWorld, fileOf, IMPATIENT, QUICK_SHELL, quiet, saved } from './support.ts'

const REAL = 8
const TOTAL = 200

const SCRIPTED: readonly (readonly [Behaviour, CauseCode])[] = [
  ['closes', 'closed-before-handshake'],
  ['http', 'not-ssh'],
  ['garbage', 'not-ssh'],
  ['banner-then-closes', 'closed-before-handshake'],
  ['not-allowed', 'penalised'],
  ['resets', 'connection-reset'],
  ['max-startups', 'penalised'],
]
/** Each costs its whole time limit. */
const SILENT = 16
/** On one port, where nothing listens. */
const REFUSING = 22

test.skipIf(whyNoSshd() !== null)(
  '200 connections at one click',
  async () => {
    const world = createWorld()
    const path = join(world.paths.sshDir, 'id_ed25519')
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path])
    const line = readFileSync(`${path}.pub`, 'utf8').trim()
    const { real, scripted, connections, expected } = await startAll(line)
    world.write(fileOf(connections))
    const service = world.another({ limits: IMPATIENT })
    for (const id of expected.filter(([, cause]) => cause === 'ok').map(([id]) => id)) {
      await service.test({ connectionId: id, hostKeyPolicy: 'accept-new' }, quiet())
    }
    const before = await resources()
    const report = await service.testAll({ concurrency: 16 }, quiet())
    expect(report.results.map(({ id, result }) => [id, result?.cause ?? 'ok'])).toEqual(expected)
    expect(report).toMatchObject({ passed: REAL, failed: TOTAL - REAL, notRun: 0 })
    const stored = new Map((await service.list()).map((each) => [each.id, each.lastResult]))
    for (const { id, result } of report.results) expect(stored.get(id)).toEqual(result)
    for (const server of scripted) await server.allClosed(10_000)
    expect((await resources(before.handles)).handles).toEqual(before.handles)
    // Buffers of servers that pour are not kept: far less than one banner each would be.
    expect((await resources()).heap - before.heap).toBeLessThan(32 * 1_048_576)
    for (const server of [...real, ...scripted]) await server.stop()
    world.remove()
  },
  180_000,
)

async function startAll(publicLine: string) {
  const real: Sshd[] = []
  for (let index = 0; index < REAL; index++) {
    real.push(await startSshd({ authorizedKeys: [publicLine], config: QUICK_SHELL }))
  }
  const scripted: ScriptedServer[] = []
  const connections: SavedConnection[] = []
  const expected: (readonly [string, CauseCode | 'ok'])[] = []
  const add = (port: number, user: string, cause: CauseCode | 'ok') => {
    const id = `${connections.length} ${cause}`
    connections.push(saved({ id, target: { user, host: '127.0.0.1', port, kind: 'generic' } }))
    expected.push([id, cause])
  }
  const start = async (behaviour: Behaviour, cause: CauseCode) => {
    const server = await startScripted(behaviour)
    scripted.push(server)
    add(server.port, 'root', cause)
  }
  for (let index = 0; index < SILENT; index++) await start('silent', 'banner-timeout')
  for (const { port, user } of real) add(port, user, 'ok')
  for (let index = 0; connections.length < TOTAL - REFUSING; index++) {
    const [behaviour, cause] = SCRIPTED[index % SCRIPTED.length] ?? ['closes', 'unexpected']
    await start(behaviour, cause)
  }
  // Looked for last, when no server of ours takes it any more.
  const port = await freePort()
  while (connections.length < TOTAL) add(port, `user${connections.length}`, 'connection-refused')
  return { real, scripted, connections, expected }
}

/** What keeps the process busy, once it has settled, and the memory in use. */
async function resources(like?: readonly string[]) {
  const now = () => process.getActiveResourcesInfo().filter(isOurs).toSorted()
  for (let tries = 0; tries < 100; tries++) {
    if (like === undefined ? tries > 5 : String(now()) === String(like)) break
    await delay(50)
  }
  globalThis.gc?.()
  return { handles: now(), heap: process.memoryUsage().heapUsed }
}

/** Sockets, servers, child processes; not the timers and requests of the test runner. */
function isOurs(kind: string): boolean {
  return !/^(Timeout|Immediate|.*Req.*|.*Request.*)$/.test(kind)
}
