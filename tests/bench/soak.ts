/**
 * Use of the browser host for a while, against a real sshd: what the process holds must be back
 * where it was. In Electron it is `tests/e2e/electron-soak.spec.ts`. How long: support/soak/wanted.ts.
 */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { whyNoSshd } from '../support/servers/index.ts'
import { startBrowserSoak } from '../support/soak/browser.ts'
import { foldersIn, preparePlace } from '../support/soak/place.ts'
import { overBudget, soakLines, writeSoak } from '../support/soak/report.ts'
import { soak } from '../support/soak/soak.ts'
import { wantedSoak } from '../support/soak/wanted.ts'
import { budget, print } from './measure.ts'

const WARM_UP_CYCLES = 10

const missing = whyNoSshd()
if (missing === null) await run()
else print(`Soak: left out, ${missing}`)

async function run(): Promise<void> {
  const what = { host: 'browser', runtime: `Node ${process.versions.node}` } as const
  const wanted = wantedSoak(what, { minutes: 10, everySeconds: 2 })
  const home = await mkdtemp(join(tmpdir(), 'keypilot-soak-'))
  const folders = foldersIn(home)
  const place = await preparePlace(folders)
  const host = await startBrowserSoak(home, folders)
  try {
    const report = await soak(host, place.target, {
      ...{ durationMs: wanted.durationMs, everyMs: wanted.run.everyMs },
      warmUpCycles: WARM_UP_CYCLES,
      onMinute: (soFar) => writeSoak(wanted.file, wanted.run, soFar),
    })
    await writeSoak(wanted.file, wanted.run, report)
    for (const line of soakLines(wanted.run, report)) print(line)
    const over = overBudget(report)
    budget(['all is back to base', ...over].join('\n    '), over.length === 0)
  } finally {
    await host.close()
    await place.stop()
    await rm(home, { recursive: true, force: true })
  }
}
