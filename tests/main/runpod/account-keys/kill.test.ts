/** A process that is killed while it publishes: the account holds the old set or the new one, whole. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { resolvePaths } from '../../../../main/storage/index.ts'
import { bundleProgram, killEverywhere, type Program } from '../../../support/kill/index.ts'
import { type RunpodApiServer, startRunpodApi } from '../../../support/runpod-api/index.ts'
import { newLine } from './support.ts'

let program: Program
const servers: RunpodApiServer[] = []

beforeAll(async () => {
  program = await bundleProgram(new URL('./kill-entry.ts', import.meta.url))
})
afterAll(async () => {
  await program.remove()
  await Promise.all(servers.map((server) => server.stop()))
})

async function prepare() {
  const home = mkdtempSync(join(homedir(), 'killed-'))
  mkdirSync(join(home, '.ssh'), { mode: 0o700 })
  const before = [newLine('a'), newLine('b').replace(' b', '  odd "b"\t')]
  const server = await startRunpodApi({ keys: before })
  servers.push(server)
  const line = newLine('me')
  const args = [server.url, server.apiKey, home, line] as const
  return { home, before, server, line, args }
}
type Scene = Awaited<ReturnType<typeof prepare>>

/** The sets that whole copies hold; half a copy has no name yet. */
function copies({ home }: Scene): readonly (readonly string[])[] {
  const env = { KEYPILOT_DATA_DIR: join(home, 'data') }
  const { dataDir } = resolvePaths({ env, platform: process.platform, home })
  const folder = join(dataDir, 'runpod-key-backups')
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
    return names.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')).keys)
  } catch {
    return []
  }
}

async function check(scene: Scene): Promise<'old' | 'new'> {
  const { server, before, line } = scene
  const wrote = server.requests.some(({ method }) => method === 'PUT')
  expect(server.keys).toEqual(wrote ? [...before, line] : before)
  // The copy was whole before anything was sent.
  if (wrote) expect(copies(scene)).toEqual([before])
  // A lock that the dead process held is in nobody's way.
  const again = newLine('later')
  const [url, apiKey, home] = scene.args
  const outcome = await program.run([url, apiKey, home, again])
  expect(outcome.failure).toBeNull()
  expect(server.keys).toEqual([...(wrote ? [...before, line] : before), again])
  return wrote ? 'new' : 'old'
}

test('killed at every call of the file system', async () => {
  const ends = new Set<string>()
  const report = await killEverywhere(program, {
    prepare,
    maxPoints: 30,
    check: async (scene) => void ends.add(await check(scene)),
  })
  expect(report.killed).toBeGreaterThan(20)
  expect([...ends].toSorted()).toEqual(['new', 'old'])
})

test.each([
  ['when its plan is read', 1, 'old'],
  ['when it reads before it asks', 2, 'old'],
  ['between its last reading and its writing', 3, 'old'],
  ['when its writing has arrived', 4, 'new'],
  ['when it reads back', 5, 'new'],
] as const)('killed %s', async (_name, at, end) => {
  const scene = await prepare()
  let count = 0
  scene.server.setOnRequest(() => {
    count += 1
    if (count !== at) return
    process.kill(Number(readFileSync(join(scene.home, 'pid'), 'utf8')), 'SIGKILL')
  })
  const outcome = await program.run(scene.args)
  expect(outcome.killed).toBe(true)
  scene.server.setOnRequest(undefined)
  expect(await check(scene)).toBe(end)
})

test('several processes at once: every key arrives', async () => {
  const { server, before, args } = await prepare()
  const [url, apiKey, home] = args
  const mine = Array.from({ length: 4 }, (_, index) => newLine(`process-${index}`))
  const outcomes = await Promise.all(mine.map((line) => program.run([url, apiKey, home, line])))
  expect(outcomes.map(({ failure }) => failure)).toEqual([null, null, null, null])
  expect(server.keys.toSorted()).toEqual([...before, ...mine].toSorted())
})
