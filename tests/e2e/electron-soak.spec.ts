/**
 * The desktop app in use for a while: what its processes hold must be back where it was. A minute in
 * every run of the tests; `node tests/bench/soak-electron.mjs` runs the long one.
 */

import { join } from 'node:path'
import { whyNoSshd } from '../support/servers/index.ts'
import { startElectronSoak } from '../support/soak/electron.ts'
import { preparePlace } from '../support/soak/place.ts'
import { overBudget, soakLines, writeSoak } from '../support/soak/report.ts'
import { soak } from '../support/soak/soak.ts'
import { wantedSoak } from '../support/soak/wanted.ts'
import { shellOf } from './support/electron-shell.ts'
import { electronMissing, electronProgram, startElectron } from './support/hosts.ts'
import { expect, test } from './support/keypilot.ts'
import type { Throwaway } from './support/throwaway.ts'

const WARM_UP_CYCLES = 10
const STARTING_MS = 300_000
/** Only what was asked for is worth a file: the minute of every run would write over the long one. */
const isLong = process.env.KEYPILOT_SOAK_MINUTES !== undefined

// Started here and not by the fixture, which keeps what passes for the search for secrets.
test('after a while of use nothing is held that was not held before', async ({
  throwaway,
}, info) => {
  info.skip(electronProgram === undefined, electronMissing)
  info.skip(whyNoSshd() !== null, whyNoSshd() ?? '')
  const { sshDir, dataDir } = throwaway
  const folders = { sshDir, dataDir, temporary: join(throwaway.home, 'tmp') }
  const place = await preparePlace(folders)
  try {
    const env = { ...throwaway.env, TMPDIR: folders.temporary }
    await use({ ...throwaway, env }, folders, place.target)
  } finally {
    await place.stop()
  }
})

async function use(
  throwaway: Throwaway,
  folders: Parameters<typeof startElectronSoak>[2],
  target: Parameters<typeof soak>[1],
): Promise<void> {
  const keypilot = await startElectron(throwaway)
  const app = shellOf(keypilot)
  const version = await app.evaluate(() => process.versions.electron)
  const what = { host: 'electron', runtime: `Electron ${version}` } as const
  const { run, durationMs, file } = wantedSoak(what, { minutes: 1, everySeconds: 2 })
  test.setTimeout(durationMs + STARTING_MS)
  const host = await startElectronSoak(app, keypilot.page, folders)
  const report = await soak(host, target, {
    ...{ durationMs, everyMs: run.everyMs, warmUpCycles: WARM_UP_CYCLES },
    ...(isLong ? { onMinute: (soFar) => writeSoak(file, run, soFar) } : {}),
  })
  if (isLong) await writeSoak(file, run, report)
  process.stdout.write(`${soakLines(run, report).join('\n')}\n`)
  await host.close()
  expect(report.cycles).toBeGreaterThan(0)
  expect(overBudget(report)).toEqual([])
}
