/** A short soak; `node tests/bench/run.mjs soak` runs the long one. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { whyNoSshd } from '../support/servers/index.ts'
import { startBrowserSoak } from '../support/soak/browser.ts'
import type { SoakHost } from '../support/soak/host.ts'
import { foldersIn, preparePlace, type SoakPlace } from '../support/soak/place.ts'
import { overBudget } from '../support/soak/report.ts'
import { soak } from '../support/soak/soak.ts'

const missing = whyNoSshd()
let home: string
let place: SoakPlace
let host: SoakHost

beforeEach(async ({ skip }) => {
  skip(missing !== null, missing ?? '')
  home = await mkdtemp(join(tmpdir(), 'keypilot-soak-'))
  const folders = foldersIn(home)
  place = await preparePlace(folders)
  host = await startBrowserSoak(home, folders)
})
afterEach(async () => {
  await host?.close()
  await place?.stop()
  if (home) await rm(home, { recursive: true, force: true })
})

test('after some cycles of use nothing is held that was not held before', {
  timeout: 180_000,
}, async () => {
  const options = { durationMs: 10_000, everyMs: 1_000, warmUpCycles: 3 }
  const report = await soak(host, place.target, options)
  expect(report.cycles).toBeGreaterThan(0)
  expect(overBudget(report)).toEqual([])
})

test('what is left behind is found', { timeout: 180_000 }, async () => {
  const options = { durationMs: 1, everyMs: 1_000, warmUpCycles: 1 }
  const left: object[] = []
  const leaky: SoakHost = {
    ...host,
    async call(method, params) {
      if (method === 'keys.generate') {
        process.on('SIGWINCH', () => {})
        for (let count = 0; count < 5_000; count += 1) left.push({ count })
      }
      return host.call(method, params)
    },
  }
  const report = await soak(leaky, place.target, options)
  process.removeAllListeners('SIGWINCH')
  expect(left).toHaveLength(10_000)
  expect(overBudget(report)).toEqual([
    expect.stringMatching(/^objects: \d+ before, \d+ after$/),
    expect.stringMatching(/^listeners: \d+ before, \d+ after$/),
  ])
})
