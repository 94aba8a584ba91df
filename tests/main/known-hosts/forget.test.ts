/** Forgetting a host key is one change, and the backup that it names takes it back. */

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { createBackupService } from '../../../main/backups/index.ts'
import { createKnownHosts } from '../../../main/known-hosts/index.ts'
import { createLog, resolvePaths } from '../../../main/storage/index.ts'

const POD = { host: '203.0.113.7', port: 12345 }
const NAME = '[203.0.113.7]:12345'

test('both files come back byte for byte, and nothing is asked', async () => {
  const home = mkdtempSync(join(homedir(), 'known-hosts-forget-'))
  const sshDir = join(home, '.ssh')
  const env = { KEYPILOT_SSH_DIR: sshDir, KEYPILOT_DATA_DIR: join(home, 'data') }
  const paths = resolvePaths({ env, platform: process.platform, home })
  mkdirSync(sshDir, { mode: 0o700 })
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(home, 'key')])
  const key = readFileSync(join(home, 'key.pub'), 'utf8').trim()
  const files = ['known_hosts', 'known_hosts2'].map((name) => join(sshDir, name))
  const texts = [`${NAME} ${key}\r\n# kept`, `x.example,${NAME} ${key}\n`]
  files.forEach((file, index) => {
    writeFileSync(file, texts[index] ?? '', { mode: 0o600 })
  })
  const read = () => files.map((file) => readFileSync(file, 'utf8'))

  const { backup } = await createKnownHosts({ paths }).forget(POD, { confirm: async () => true })
  expect(read()).toEqual(['# kept', `x.example ${key}\n`])
  const backups = createBackupService({ paths, log: createLog(paths) })
  expect(await backups.list()).toMatchObject([
    { id: backup, title: `Forgot the host key of ${NAME}` },
  ])
  const confirm = vi.fn(async () => true)
  await backups.restore(backup ?? '', { confirm })
  expect(read()).toEqual(texts)
  expect(confirm).not.toHaveBeenCalled()
})
