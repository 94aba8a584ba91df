/**
 * 200 saved connections to 8 real servers tested with one call, beside `xargs -P 8 ssh … true` for the
 * same 200 places in the same run. Ours does more for each: the key file, a terminal and file transfer
 * are tried too.
 */

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { createConnectionService } from '../../main/connection/index.ts'
import { type ConnectionsService, createConnectionsService } from '../../main/connections/index.ts'
import type { SavedConnection } from '../../main/contract/methods.ts'
import { createKeyService } from '../../main/keys/index.ts'
import { createKnownHosts } from '../../main/known-hosts/index.ts'
import { type Sshd, startSshd, whyNoSshd } from '../support/servers/index.ts'
import { type BenchHome, memory, publish, timed, withHome } from './measure.ts'

const SERVERS = 8
const CONNECTIONS = 200
const AT_ONCE = 8
/** Three channels for their one: a command, a terminal, and file transfer. */
const MAX_RATIO = 2

const missing = whyNoSshd()
const about = {
  name: 'test-all',
  title: 'Testing many connections',
  how:
    '200 saved connections to 8 local servers tested with one call, 8 at once, beside `xargs -P 8 ssh … true` for ' +
    'the same 200 places; once. Ours does more for each: the key file, a terminal and file transfer are tried too, ' +
    'three channels for their one, so the budget is twice the time. Nothing may stay open afterwards.',
}
if (missing === null) await compare()
else publish({ ...about, rows: [], leftOut: missing })

async function compare(): Promise<void> {
  await withHome(async (home) => {
    await mkdir(home.paths.sshDir, { mode: 0o700 })
    const key = join(home.paths.sshDir, 'id_ed25519')
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
    const servers = await startServers((await readFile(`${key}.pub`, 'utf8')).trim())
    try {
      await measure(await makeService(home, servers), servers, key, home)
    } finally {
      for (const server of servers) await server.stop()
    }
  })
}

async function measure(
  service: ConnectionsService,
  servers: readonly Sshd[],
  key: string,
  { paths }: BenchHome,
): Promise<void> {
  const beside = 'before them'
  const before = { theirs: memory().heap, beside }
  const handles = openHandles()
  let passed = 0
  const ours = await timed(async () => {
    const context = { signal: new AbortController().signal, progress: () => {} }
    passed = (await service.testAll({ concurrency: AT_ONCE }, context)).passed
  })
  if (passed !== CONNECTIONS) throw new Error(`${passed} of ${CONNECTIONS} passed`)
  const after = memory()
  const open = openHandles()
  const held = { theirs: handles, beside, atMost: handles }
  const ports = servers.map(({ port }) => port)
  const theirs = await timed(() => sshEach(ports, key, join(paths.sshDir, 'known_hosts')))
  publish({
    ...about,
    rows: [
      {
        what: `Test ${CONNECTIONS} connections, ${AT_ONCE} at once`,
        ...{ unit: 'ms', ours, theirs, beside: `xargs -P ${AT_ONCE} ssh … true` },
        atMostTimes: MAX_RATIO,
      },
      { what: 'Heap after those tests', unit: 'bytes', ours: after.heap, ...before },
      { what: 'Sockets and processes open after them', unit: 'count', ours: open, ...held },
    ],
  })
}

/** Without the timers and files that the log and the store have open for moments. */
function openHandles(): number {
  return process.getActiveResourcesInfo().filter((kind) => /Wrap$/.test(kind)).length
}

async function makeService(
  { paths, log }: BenchHome,
  servers: readonly Sshd[],
): Promise<ConnectionsService> {
  const knownHosts = createKnownHosts({ paths })
  for (const { port, hostKeys } of servers) {
    await knownHosts.accept({ host: '127.0.0.1', port, key: hostKeys[0]?.line ?? '' })
  }
  const keys = createKeyService({ paths, log })
  const connection = createConnectionService({ paths, keys, knownHosts, log })
  await mkdir(paths.dataDir, { recursive: true, mode: 0o700 })
  await writeFile(paths.connectionsFile, fileOf(servers.map(({ port }) => port)))
  return createConnectionsService({
    paths,
    log,
    keys: async () => keys,
    connection: async () => connection,
  })
}

/** Without the account's own shell start-up files, which would be most of what is measured. */
async function startServers(publicLine: string): Promise<readonly Sshd[]> {
  const servers: Sshd[] = []
  while (servers.length < SERVERS) {
    const config = ['SetEnv HOME=/nonexistent']
    servers.push(await startSshd({ authorizedKeys: [publicLine], config }))
  }
  return servers
}

/** Saved by hand: the service itself keeps only one connection for each place. */
function fileOf(ports: readonly number[]): string {
  const connections = Array.from({ length: CONNECTIONS }, (_, index): SavedConnection => {
    const port = ports[index % ports.length] ?? 0
    return {
      id: `c${index}`,
      name: `c${index}`,
      target: { user: userInfo().username, host: '127.0.0.1', port, kind: 'generic' },
      keyId: null,
      notes: '',
      alias: null,
      podId: null,
      createdAt: '2026-01-01T00:00:00.000Z',
      lastUsedAt: null,
      lastResult: null,
    }
  })
  return JSON.stringify({ version: 1, connections })
}

function sshEach(ports: readonly number[], key: string, knownHosts: string): void {
  const lines = Array.from({ length: CONNECTIONS }, (_, index) => ports[index % ports.length])
  const options = ['BatchMode=yes', 'IdentitiesOnly=yes', `UserKnownHostsFile=${knownHosts}`]
  const ssh = ['ssh', '-F', 'none', ...options.flatMap((option) => ['-o', option]), '-i', key]
  const place = [`${userInfo().username}@127.0.0.1`, 'true']
  const { status, stderr } = spawnSync(
    'xargs',
    ['-P', String(AT_ONCE), '-I', '{}', ...ssh, '-p', '{}', ...place],
    { input: `${lines.join('\n')}\n`, stdio: ['pipe', 'ignore', 'pipe'] },
  )
  if (status !== 0) throw new Error(`ssh failed: ${stderr.toString().slice(0, 500)}`)
}
