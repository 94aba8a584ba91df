/** `keypilot doctor` with the real services on real files, and ssh-keygen as the judge. */

import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, it } from 'vitest'
import { resolvePaths } from '../../../main/storage/index.ts'
import { keypilot } from './keypilot.ts'

const execute = promisify(execFile)
const { sshDir } = resolvePaths()
const key = join(sshDir, 'id_ed25519')
const config = join(sshDir, 'config')

const modeOf = (path: string) => (statSync(path).mode & 0o7777).toString(8)
const keygenTakes = (path: string) =>
  execute('ssh-keygen', ['-y', '-f', path]).then(
    () => true,
    () => false,
  )

beforeEach(async () => {
  rmSync(sshDir, { recursive: true, force: true })
  mkdirSync(sshDir, { mode: 0o700 })
  await execute('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
  writeFileSync(config, 'Host pod\n  User root\n', { mode: 0o644 })
})

describe.skipIf(process.platform === 'win32')('keypilot doctor on files with modes', () => {
  it('is content with what ssh is content with', async () => {
    const { code, out } = await keypilot(['doctor'])
    expect(out).toContain('✓ All is well')
    expect(code).toBe(0)
  })

  it('finds, repairs and takes back, as ssh-keygen sees it', async () => {
    chmodSync(key, 0o644)
    chmodSync(config, 0o646)
    expect(await keygenTakes(key)).toBe(false)
    const found = await keypilot(['doctor'])
    expect(found.code).toBe(1)
    expect(found.out).toContain('✗ ~/.ssh/id_ed25519')
    expect(found.out).toContain('mode 0644 → mode 0600')
    expect(found.out).toContain('✗ ~/.ssh/config')

    const fixed = await keypilot(['doctor', '--fix', '--yes'])
    expect(fixed.code).toBe(0)
    expect(fixed.out).toContain('✓ All is well')
    expect([modeOf(key), modeOf(config), await keygenTakes(key)]).toEqual(['600', '644', true])

    const backup = /'(\{"id":"[^"]+"\})'/.exec(fixed.out)?.[1] ?? ''
    const undone = await keypilot(['call', 'backups.restore', backup, '--yes'])
    expect(undone).toMatchObject({ code: 0, out: expect.stringContaining('"ok":true') })
    expect([modeOf(key), modeOf(config), await keygenTakes(key)]).toEqual(['644', '646', false])
  })

  it('changes only what was agreed to', async () => {
    chmodSync(key, 0o644)
    chmodSync(config, 0o646)
    const options = { interactive: true, answers: ['y', 'n'] }
    const { code, asked } = await keypilot(['doctor', '--fix'], options)
    expect(asked).toHaveLength(2)
    expect(code).toBe(1)
    expect([modeOf(key), modeOf(config)].sort()).not.toEqual(['600', '644'])
    expect(modeOf(key) === '600').not.toBe(modeOf(config) === '644')
  })

  it('changes nothing where nobody can be asked', async () => {
    chmodSync(key, 0o640)
    const { code, err } = await keypilot(['doctor', '--fix'])
    expect(code).toBe(1)
    expect(err).toContain('--yes')
    expect(modeOf(key)).toBe('640')
  })

  it('names a key that ssh refuses for what is in it', async () => {
    writeFileSync(join(sshDir, 'id_empty'), '', { mode: 0o600 })
    const carriageReturns = join(sshDir, 'id_crlf')
    const { stdout } = await execute('cat', [key])
    writeFileSync(carriageReturns, stdout.replaceAll('\n', '\r\n'), { mode: 0o600 })
    expect(await keygenTakes(carriageReturns)).toBe(false)
    const { code, out } = await keypilot(['doctor'])
    expect(code).toBe(1)
    expect(out).toContain('Key files that ssh cannot use')
    expect(out).toContain('~/.ssh/id_crlf')
  })
})
