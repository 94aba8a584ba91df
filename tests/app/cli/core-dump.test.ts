/** The built program, ended by a fault of its own while it knows a passphrase. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  allowCoreDumps,
  type CoreDump,
  coreDumpsIn,
  holds,
  whyNoCoreDumps,
} from '../../support/core-dumps.ts'
import { recordSecret } from '../../support/traffic/record.ts'

const program = resolve(import.meta.dirname, '../../../out/cli.mjs')
const PASSPHRASE = 'core canary 6f31-passphrase'
/** What Linux dumps when nobody says anything: all that belongs to the process alone. */
const USUAL = '0x33'
/** With every register of every thread, and not one page of memory. */
const MAX_BYTES = 2_000_000
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keypilot-core-'))
  recordSecret(PASSPHRASE)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Ends it in the middle of making a protected key. */
async function dumpOf(name: string, filter: string | null): Promise<CoreDump | undefined> {
  const cwd = join(folder, name)
  mkdirSync(cwd)
  const node = allowCoreDumps(join(folder, `${name}-node`), process.execPath)
  const env = {
    ...process.env,
    KEYPILOT_SSH_DIR: join(cwd, '.ssh'),
    KEYPILOT_DATA_DIR: join(cwd, 'data'),
  }
  const child = spawn(node, [program, 'call', 'keys.generate', '-'], { cwd, env })
  const params = { name: 'slow', type: 'rsa', bits: 16384, comment: 'c', passphrase: PASSPHRASE }
  child.stdin.end(JSON.stringify(params))
  await once(child.stderr, 'data')
  if (filter !== null) writeFileSync(`/proc/${child.pid}/coredump_filter`, filter)
  const ended = once(child, 'close')
  child.kill('SIGSEGV')
  expect((await ended)[1]).toBe('SIGSEGV')
  return coreDumpsIn(cwd)[0]
}

it.skipIf(whyNoCoreDumps() !== null || !existsSync(program))(
  'a core dump holds nothing of its memory',
  async () => {
    const usual = await dumpOf('usual', USUAL)
    expect(usual && holds(usual, PASSPHRASE), 'without our doing it is there').toBe(true)
    const ours = await dumpOf('ours', null)
    expect(ours && holds(ours, PASSPHRASE)).toBe(false)
    expect(ours?.content.length).toBeLessThan(MAX_BYTES)
  },
)
