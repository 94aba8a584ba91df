/**
 * The disk is full, or breaks, at each write of each kind of change: the person's files are the old
 * ones or the new ones, whole; the error says what happened; nothing of ours is left among them; and
 * the same change works when there is room again.
 */

import { createHash } from 'node:crypto'
import { chmod, lstat, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { parsePublicKeyLine } from '../../main/public-keys/index.ts'
import { type DiskFault, withFailingDisk } from '../support/failing-disk.ts'
import { type InProcess, startInProcess } from '../support/in-process.ts'

const HOST_KEY = readFile('tests/vectors/public-keys/ed25519.pub', 'utf8')
const OTHER_KEY = readFile('tests/vectors/public-keys/ed25519-second.pub', 'utf8')
const TARGET = { user: 'root', host: '192.0.2.1', port: 22, kind: 'generic' } as const
/** Every write in the long run; otherwise as many, spread from the first to the last. */
const POINTS = process.env.KEYPILOT_SLOW === '1' ? Number.POSITIVE_INFINITY : 25

interface Change {
  readonly name: string
  /** What is there before, beside a config and a known_hosts file. */
  readonly prepare?: (app: InProcess) => Promise<void>
  readonly make: (app: InProcess) => Promise<unknown>
}

const CHANGES: readonly Change[] = [
  {
    name: 'a new key',
    make: (app) => app.call('keys.generate', { name: 'fresh', comment: 'me@here' }),
  },
  {
    name: 'an entry of the ssh config',
    make: (app) =>
      app.call('sshConfig.upsertHost', {
        ...{ alias: 'pod', hostName: '192.0.2.1', user: 'root', port: 22, where: 'managed' },
      }),
  },
  {
    name: 'an accepted host key',
    make: async (app) =>
      app.call('knownHosts.accept', { host: '192.0.2.1', port: 22, key: await lineOf(HOST_KEY) }),
  },
  {
    name: 'a forgotten host key',
    make: (app) => app.call('knownHosts.forget', { host: '192.0.2.9', port: 22 }),
  },
  {
    name: 'a saved connection',
    prepare: async (app) => {
      await app.call('connections.save', { target: { ...TARGET, host: '192.0.2.2' } })
    },
    make: (app) => app.call('connections.save', { target: TARGET, notes: 'new' }),
  },
  {
    name: 'the settings',
    prepare: async (app) => {
      await app.call('settings.save', { theme: 'light' })
    },
    make: (app) => app.call('settings.save', { theme: 'dark' }),
  },
  {
    name: 'a repair of permissions',
    prepare: async (app) => {
      await app.call('keys.generate', { name: 'open', comment: 'me' })
      await chmod(join(app.paths.sshDir, 'open'), 0o644)
    },
    make: repairAll,
  },
  {
    name: 'a removed key',
    prepare: async (app) => {
      await app.call('keys.generate', { name: 'old', comment: 'me' })
    },
    make: async (app) => {
      const [key] = await app.call('keys.list', {})
      return app.call('keys.remove', { id: key?.id ?? '', typedName: 'old' })
    },
  },
]

let app: InProcess | null = null
afterEach(async () => {
  await app?.remove()
  app = null
})

for (const change of CHANGES) {
  test.each([
    ['is full from then on', { errno: 'ENOSPC', lasts: true }],
    ['breaks once', { errno: 'EIO', lasts: false }],
  ] as const)(
    `${change.name}: the disk %s`,
    async (_, fault) => {
      const after = await pictureAfter(change)
      const points = spread(await writesOf(change))
      let failed = 0
      for (const at of points) failed += (await failsWell(change, { ...fault, at }, after)) ? 1 : 0
      expect(points.length).toBeGreaterThan(2)
      expect(failed).toBeGreaterThan(0)
    },
    600_000,
  )
}

/** Whether it came to an error; everything else is asserted. */
async function failsWell(
  change: Change,
  fault: Pick<DiskFault, 'errno' | 'lasts' | 'at'>,
  after: Picture,
): Promise<boolean> {
  const scene = await prepared(change)
  const before = await picture(scene)
  const { outcome, writes } = await withFailingDisk(diskOf(scene, fault), () => change.make(scene))
  const where = `${fault.errno} at ${writes[fault.at - 1]}`
  if ('error' in outcome) {
    const message = String(outcome.error)
    expect(message, where).not.toMatch(/Error: (?:internal|bad-request):/)
    expect(message, where).toMatch(fault.errno === 'ENOSPC' ? /disk-full: |full/ : /unreadable: /)
  }
  // What every start and every list does: completes or takes back, and sweeps.
  await scene.call('keys.list', {})
  const now = await picture(scene)
  expect([before, after], where).toContainEqual(now)
  if (!('error' in outcome)) expect(now, where).toEqual(after)
  if (now.join() !== after.join()) {
    await change.make(scene)
    expect(await picture(scene), `${where}, and again`).toEqual(after)
  }
  await scene.remove()
  app = null
  return 'error' in outcome
}

function diskOf(
  { home, paths }: InProcess,
  fault: Pick<DiskFault, 'errno' | 'lasts' | 'at'>,
): DiskFault {
  // A log that cannot be written must not stop anything, and is written when there is time.
  return { ...fault, folder: home, except: [paths.logDir] }
}

async function prepared(change: Change): Promise<InProcess> {
  const scene = await startInProcess()
  app = scene
  const { sshDir } = scene.paths
  const known = `192.0.2.9 ${await lineOf(OTHER_KEY)}\n`
  await mkdir(sshDir, { recursive: true, mode: 0o700 })
  await writeFile(join(sshDir, 'config'), 'Host mine\n  Port 23\n', { mode: 0o600 })
  await writeFile(join(sshDir, 'known_hosts'), known, { mode: 0o600 })
  await change.prepare?.(scene)
  return scene
}

async function writesOf(change: Change): Promise<number> {
  const scene = await prepared(change)
  const counting = diskOf(scene, { errno: 'EIO', lasts: false, at: 0 })
  const { outcome, writes } = await withFailingDisk(counting, () => change.make(scene))
  if ('error' in outcome) throw outcome.error
  await scene.remove()
  return writes.length
}

async function pictureAfter(change: Change): Promise<Picture> {
  const scene = await prepared(change)
  await change.make(scene)
  const after = await picture(scene)
  await scene.remove()
  return after
}

type Picture = readonly string[]

/** Names, modes and content of what is the person's, without what differs each time. */
async function picture({ paths, home }: InProcess): Promise<Picture> {
  const files = (await readdir(paths.sshDir)).map((name) => join(paths.sshDir, name))
  files.push(paths.connectionsFile, paths.settingsFile)
  const lines = await Promise.all(files.map((file) => lineOfFile(file, home)))
  return lines.flat().toSorted()
}

async function lineOfFile(file: string, home: string): Promise<readonly string[]> {
  const stats = await lstat(file).catch(() => null)
  if (stats === null) return []
  const text = stats.isFile() ? await readFile(file, 'utf8') : ''
  const isKey = /PRIVATE KEY-----\n$/.test(text) || parsePublicKeyLine(text) !== null
  const isOwnKey = isKey && !file.endsWith('known_hosts')
  const same = text
    .replaceAll(home, '~')
    .replaceAll(/"(?:id|createdAt|at)": "[^"]*"/g, '')
    .replaceAll(/\d{4}-\d\d-\d\d[T ][\d:.]*Z?/g, '')
  const hash = createHash('sha256')
    .update(isOwnKey ? 'a key' : same)
    .digest('hex')
    .slice(0, 8)
  return [`${file.replace(home, '~')} ${(stats.mode & 0o777).toString(8)} ${hash}`]
}

async function repairAll(scene: InProcess): Promise<unknown> {
  const findings = await scene.call('permissions.audit', {})
  const ids = findings.filter(({ path }) => path.endsWith('/open')).map(({ id }) => id)
  const plan = await scene.call('permissions.plan', { findings: ids })
  const repaired = await scene.call('permissions.repair', { plan: plan.id })
  const failure = repaired.failed[0]
  if (failure !== undefined) throw new Error(`unreadable: ${failure.reason}`)
  return repaired
}

async function lineOf(file: Promise<string>): Promise<string> {
  return (await file).split(' ').slice(0, 2).join(' ').trim()
}

function spread(last: number): readonly number[] {
  if (last <= POINTS) return Array.from({ length: last }, (_, index) => index + 1)
  const step = (last - 1) / (POINTS - 1)
  return Array.from({ length: POINTS }, (_, index) => 1 + Math.round(index * step))
}
