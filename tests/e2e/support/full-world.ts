/** A computer on which every screen has something to show: real keys, a real sshd, an account. */

import { execFileSync } from 'node:child_process'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import {
  directEntry,
  endpointEntry,
  podEntry,
  type RunpodApiServer,
  startRunpodApi,
  workerEntry,
} from '../../support/runpod-api/index.ts'
import { freePort, type Sshd, startSshd } from '../../support/servers/index.ts'
import { test as base, expect } from './keypilot.ts'
import { makeKey, trust } from './real-ssh.ts'
import type { Throwaway } from './throwaway.ts'

export { expect } from './keypilot.ts'

export interface World {
  readonly sshd: Sshd
  readonly account: RunpodApiServer
}

/** An address of the interface, and words by which what it names is seen to be there. */
export type Place = readonly [address: string, words: string]

/** As the usual `test`, with a world that is there before Keypilot starts, and every screen of it. */
export const test = base.extend<{ world: World; places: readonly Place[] }>({
  // Playwright insists on a pattern here, even where nothing of it is used.
  world: async ({ hostKind: _hostKind }, use) => {
    const [sshd, account] = [await startSshd({ authorizedKeys: [] }), await startRunpodApi()]
    await use({ sshd, account })
    await Promise.all([sshd.stop(), account.stop()])
  },
  throwaway: async ({ throwaway, world }, use) => {
    await fill(throwaway, world)
    const { url, apiKey } = world.account
    const env = { ...throwaway.env, KEYPILOT_RUNPOD_URL: url, RUNPOD_API_KEY: apiKey }
    await use({ ...throwaway, env })
  },
  places: async ({ throwaway }, use) => {
    const key = `keys/${encodeURIComponent(join(throwaway.sshDir, 'id_ed25519'))}`
    await use([...PLACES, [key, 'Where it is used']])
  },
})

const PLACES: readonly Place[] = [
  ['setup', 'SSH Public Keys field now'],
  ['keys', 'from_windows'],
  ['keys/agent', 'Keypilot and ssh work with or without it'],
  ['connections', 'New pod'],
  ['connections/old', 'Last test: Nothing listens there'],
  ['config', 'Recorded host keys'],
  ['health', 'ssh will ignore this key'],
  ['runpod/account', 'Publish a key…'],
  ['runpod/pods', 'trainer'],
  ['runpod/pod:7h9k2m4n6p', 'Command for SSH over exposed TCP'],
  ['runpod/workers', 'What to do inside a worker'],
  ['runpod/create', 'How to make the pod'],
  ['runpod/password', 'password'],
  ['runpod/guide', 'SSH over exposed TCP'],
  ['help', 'Your key'],
  ['help/key-not-accepted', 'authorized_keys of ubuntu'],
  ['settings', 'Appearance'],
]

export async function show(page: Page, [address, words]: Place): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash
  }, `#/${address}`)
  await expect(page.locator('main').getByText(words).first()).toBeVisible()
}

async function fill(throwaway: Throwaway, { sshd, account }: World): Promise<void> {
  const line = await makeKey(throwaway, 'id_ed25519')
  const other = await makeKey(throwaway, 'locked', 'seven green bottles')
  await makeKey(throwaway, 'from_windows')
  await makeKey(throwaway, 'too_open')
  const { sshDir, dataDir } = throwaway
  const damaged = join(sshDir, 'from_windows')
  await writeFile(damaged, (await readFile(damaged, 'latin1')).replaceAll('\n', '\r\n'))
  await chmod(join(sshDir, 'too_open'), 0o644)
  await sshd.authorize(line)
  await trust(throwaway, [sshd])
  await writeFile(join(sshDir, 'config'), CONFIG, { mode: 0o600 })
  account.setKeys([line, other, 'ssh-ed25519 AAAAC3Nza cut-off'])
  account.setPods([
    podEntry({
      name: 'trainer',
      ssh: { proxy: null, direct: directEntry('127.0.0.1', sshd.port, sshd.user) },
    }),
    podEntry({
      id: '2s3t4u5v6w',
      name: 'stopped',
      status: 'EXITED',
      ssh: { proxy: null, direct: null },
      runtime: null,
    }),
  ])
  account.setEndpoints([endpointEntry({}, { workers: [workerEntry({})] })])
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const print = execFileSync('ssh-keygen', ['-lf', join(sshDir, 'id_ed25519')], {
    encoding: 'utf8',
  })
  const keyId = print.split(' ')[1] ?? ''
  await writeJson(join(dataDir, 'settings.json'), { setup: { keyId, command: commandOf(sshd) } })
  await writeJson(join(dataDir, 'connections.json'), {
    version: 1,
    connections: [
      connection('old', 'Old pod', { user: 'root', port: await freePort() }, keyId, FAILED),
      connection('new', 'New pod', sshd, keyId, null),
    ],
  })
}

export function commandOf({ user, port }: Pick<Sshd, 'user' | 'port'>): string {
  return `ssh ${user}@127.0.0.1 -p ${port}`
}

const CONFIG = `Host lab
    HostName lab.example.org
    User ada
Host lab
    Port 2222
Host *
    ServerAliveInterval 30
`

const FAILED = {
  at: '2026-11-20T17:30:00.000Z',
  verdict: 'failed',
  cause: 'connection-refused',
  title: 'Nothing listens there',
  ms: 96,
  capabilities: { exec: null, sftp: null, pty: null, forwarding: null },
}

function connection(
  id: string,
  name: string,
  { user, port }: Pick<Sshd, 'user' | 'port'>,
  keyId: string,
  lastResult: typeof FAILED | null,
) {
  const target = { user, host: '127.0.0.1', port, kind: 'generic' }
  const own = { notes: '', alias: null, podId: null, createdAt: '2026-10-02T09:00:00.000Z' }
  return { id, name, target, keyId, ...own, lastUsedAt: lastResult?.at ?? null, lastResult }
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, JSON.stringify(value), { mode: 0o600 })
}
