/** `keypilot doctor` on real Windows, from finding to taking back. */

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCli } from '../../app/cli/cli.ts'
import { createKeypilot } from '../../main/app.ts'
import { resolvePaths } from '../../main/storage/index.ts'
import { fakeTerminal } from '../app/cli/fake-terminal.ts'
import { icacls, keygenReads, makeKey, USERS, whyNotHere } from './windows.ts'

const missing = whyNotHere()

async function keypilot(...args: readonly string[]) {
  const terminal = fakeTerminal()
  const code = await runCli(args, {
    terminal,
    version: '1.2.3',
    rendererDir: 'C:\\nowhere',
    start: createKeypilot,
  })
  return { code, out: terminal.stdout() }
}

if (missing !== null) test.skip(`doctor on real Windows (skipped: ${missing})`, () => {})
else
  describe('doctor on real Windows', { timeout: 180_000 }, () => {
    test('finds, repairs and takes back', async () => {
      const { sshDir } = resolvePaths()
      await mkdir(sshDir, { recursive: true })
      const key = join(sshDir, 'id_ed25519')
      await makeKey(key)
      expect(await keypilot('doctor')).toMatchObject({ code: 0 })

      await icacls(key, '/grant', `*${USERS}:R`)
      const found = await keypilot('doctor')
      expect(found.code).toBe(1)
      expect(found.out).toContain(USERS)
      expect(await keygenReads(key)).toMatchObject({ ok: false })

      const fixed = await keypilot('doctor', '--fix', '--yes')
      expect(fixed.code).toBe(0)
      expect(await keygenReads(key)).toMatchObject({ ok: true })

      const id = /'(\{"id":"[^"]+"\})'/.exec(fixed.out)?.[1] ?? ''
      expect(await keypilot('call', 'backups.restore', id, '--yes')).toMatchObject({ code: 0 })
      expect(await keygenReads(key)).toMatchObject({ ok: false })
    })
  })
