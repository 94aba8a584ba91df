/** A process that swaps files for links while they are repaired. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmod, lstat, mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { applyMode } from '../../../../main/permissions/unix/change-mode.ts'
import { snapshotOf } from '../../../../main/permissions/unix/look.ts'
import { end, endWithUs } from '../../../support/servers/processes.ts'
import { makeHome } from '../support/make-service.ts'

describe.skipIf(process.platform === 'win32')('a racing process', () => {
  let racer: ChildProcess | null = null
  afterEach(async () => {
    if (racer !== null) await end(racer, 'SIGKILL')
  })

  /** Puts a link to the victim in the place of the file, and the file back, without pause. */
  const swap = `
    const { renameSync, symlinkSync } = require('node:fs')
    const [place, link, aside] = process.argv.slice(1)
    process.stdout.write('go')
    for (;;) {
      renameSync(place, aside); renameSync(link, place)
      renameSync(place, link); renameSync(aside, place)
    }`

  async function race(place: string, victimPath: string): Promise<void> {
    const child = endWithUs(
      spawn(process.execPath, ['-e', swap, place, `${place}.link`, `${place}.aside`]),
    )
    racer = child
    execFileSync('ln', ['-s', victimPath, `${place}.link`])
    await new Promise((resolve) => child.stdout.once('data', resolve))
  }

  test.each(['the file', 'its folder'])(
    'that swaps %s for a link: what was not planned is never touched',
    async (what) => {
      const home = await makeHome()
      const [mine, other] = [join(home.paths.home, 'mine'), join(home.paths.home, 'other')]
      await mkdir(mine)
      await mkdir(other)
      const [key, victim] = [join(mine, 'key'), join(other, 'key')]
      await writeFile(key, 'x')
      await writeFile(victim, 'x')
      await chmod(victim, 0o644)
      const before = await lstat(victim, { bigint: true })
      const file = { path: key, target: null, kind: 'private-key' } as const
      const fault = { repair: { kind: 'apply', command: '', mode: 0o600 } } as const
      const handle = await open(key)
      await (what === 'the file' ? race(key, victim) : race(mine, other))
      const outcomes = new Map<string, number>()
      const deadline = Date.now() + 3_000
      while (Date.now() < deadline) {
        await handle.chmod(0o644)
        const planned = snapshotOf(await handle.stat({ bigint: true }))
        const outcome = await applyMode(file, planned, fault).then(
          () => 'applied',
          (error: { code: string }) => error.code,
        )
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
        const { mode } = await handle.stat()
        expect(mode & 0o777).toBe(outcome === 'applied' ? 0o600 : 0o644)
      }
      await handle.close()
      if (racer !== null) await end(racer, 'SIGKILL')
      const after = await lstat(victim, { bigint: true })
      expect([after.mode, after.ctimeNs]).toEqual([before.mode, before.ctimeNs])
      // Both happen, else there was no race.
      expect([...outcomes.keys()].sort()).toEqual(['applied', 'changed-meanwhile'])
    },
    20_000,
  )
})
