import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeKey, publicHalfByKeygen, sshKeygen, type TestFolder, testFolder } from '../support.ts'
import { named, nobody, person, picture, refTo } from './support.ts'

let folder: TestFolder

beforeEach(async () => {
  folder = await testFolder()
})
afterEach(() => folder.remove())

async function rename(name: string, newName: string, context = nobody()) {
  return folder.service.rename({ ...(await refTo(folder, name)), name: newName }, context)
}

async function plan(name: string, newName: string) {
  return folder.service.planRename({ ...(await refTo(folder, name)), name: newName })
}

/** A key with a certificate of its own authority. */
async function certified(name: string): Promise<string> {
  const path = await makeKey(folder.sshDir, name, ['-t', 'ed25519'])
  const authority = await makeKey(folder.dir, `ca-${name}`, ['-t', 'ed25519'])
  await sshKeygen(['-q', '-s', authority, '-I', 'me', '-n', 'root', `${path}.pub`])
  return path
}

describe('the ssh config', () => {
  const CONFIG = [
    '# my hosts',
    'Host pod *.runpod',
    '\tIdentityFile ~/.ssh/old   ',
    '  CertificateFile=%d/.ssh/old-cert.pub',
    'Host other\r',
    '  IdentityFile "~/.ssh/old"\r',
    '  IdentityFile ~/.ssh/old.pub',
    '  IdentityFile ~/.ssh/older',
    'Include conf.d/*',
    'Match host x',
    '  IdentityFile ~/.ssh/%h_old',
    '  IdentityFile ~/.ssh/%r',
    '',
  ].join('\n')

  beforeEach(async () => {
    await certified('old')
    await mkdir(join(folder.sshDir, 'conf.d'))
    await writeFile(join(folder.sshDir, 'config'), CONFIG, { mode: 0o600 })
    const included = `Host inner\n  IdentityFile ${join(folder.sshDir, 'old')}`
    await writeFile(join(folder.sshDir, 'conf.d', 'one'), included, { mode: 0o640 })
  })

  test('lines that name the key follow in their own style; every other byte stays', async () => {
    const shown = await plan('old', 'a new one')
    const config = join(folder.sshDir, 'config')
    const included = join(folder.sshDir, 'conf.d', 'one')
    expect(shown.edits.map(({ file, line, before }) => [file, line, before])).toEqual([
      [config, 3, '\tIdentityFile ~/.ssh/old   '],
      [config, 4, '  CertificateFile=%d/.ssh/old-cert.pub'],
      [config, 6, '  IdentityFile "~/.ssh/old"'],
      [config, 7, '  IdentityFile ~/.ssh/old.pub'],
      [included, 2, `  IdentityFile ${join(folder.sshDir, 'old')}`],
    ])
    const context = nobody()
    const ref = await refTo(folder, 'old')
    const pair = await folder.service.rename(
      { ...ref, name: 'a new one', planId: shown.planId },
      context,
    )
    expect(pair.uses).toHaveLength(4)
    const lines = CONFIG.split('\n')
    for (const { line, before, after } of shown.edits.slice(0, 4)) {
      expect(after).toContain('a new one')
      expect(after).not.toBe(before)
      lines[line - 1] = (lines[line - 1] ?? '').replace(before, after)
    }
    expect(await readFile(config, 'utf8')).toBe(lines.join('\n'))
    expect(await readFile(included, 'utf8')).toBe(`Host inner\n${shown.edits[4]?.after}`)
    expect((await stat(included)).mode & 0o777).toBe(0o640)
    // What ssh itself makes of it. For ssh, ~ is the home of the user database, so only the file
    // with the absolute path can be asked about here.
    const seen = await sshDashG(included, 'inner')
    expect(seen).toContain(`identityfile ${join(folder.sshDir, 'a new one')}`)
  })

  test('a line that depends on the host stays, and the plan says so', async () => {
    await certified('pod_old')
    const { notes } = await plan('pod_old', 'new')
    expect(notes).toEqual([
      expect.objectContaining({
        code: 'line-not-clear',
        severity: 'warning',
        detail: expect.stringContaining('line 11, says “IdentityFile ~/.ssh/%h_old”'),
      }),
    ])
  })

  test('without a plan the person is asked, with every line; a no changes nothing', async () => {
    const before = await picture(folder.sshDir)
    const context = person(false)
    await expect(rename('old', 'new', context)).rejects.toMatchObject({ code: 'declined' })
    expect(await picture(folder.sshDir)).toEqual(before)
    expect(context.prompts).toHaveLength(1)
    const detail = context.prompts[0]?.detail ?? ''
    expect(detail).toContain('line 3: “IdentityFile ~/.ssh/old” becomes “IdentityFile ~/.ssh/new”')
    await rename('old', 'new', person(true))
    expect(await readFile(join(folder.sshDir, 'config'), 'utf8')).toContain('~/.ssh/new')
  })

  test('a plan fits only what it showed', async () => {
    const shown = await plan('old', 'new')
    const params = { ...(await refTo(folder, 'old')), name: 'new', planId: shown.planId }
    const config = join(folder.sshDir, 'config')
    const refused = async () => {
      const before = await picture(folder.sshDir)
      await expect(folder.service.rename(params, nobody())).rejects.toMatchObject({
        code: 'changed-meanwhile',
      })
      expect(await picture(folder.sshDir)).toEqual(before)
    }
    await writeFile(config, `${CONFIG}# one more comment\n`)
    await refused()
    await writeFile(config, CONFIG)
    const line = await readFile(join(folder.sshDir, 'old.pub'), 'utf8')
    await writeFile(join(folder.sshDir, 'old.pub'), line.replace('old@test', 'other'))
    await refused()
    await writeFile(join(folder.sshDir, 'old.pub'), line)
    await folder.service.rename(params, nobody())
  })

  test('a file outside the home and one that may not be written are named, not changed', async () => {
    const outside = join(folder.dir, '..', `outside-${Date.now()}`)
    await writeFile(outside, `IdentityFile ${join(folder.sshDir, 'old')}\n`, { mode: 0o644 })
    try {
      const config = join(folder.sshDir, 'config')
      await writeFile(config, `Include ${outside}\n`, { mode: 0o600 })
      const shown = await plan('old', 'new')
      expect(shown.edits).toEqual([])
      expect(shown.notes).toEqual([
        expect.objectContaining({
          code: 'line-not-changed',
          detail: expect.stringContaining('outside your home folder'),
        }),
      ])
      const before = await readFile(outside, 'utf8')
      await rename('old', 'new')
      expect(await readFile(outside, 'utf8')).toBe(before)
    } finally {
      await rm(outside)
    }
  })
})

async function sshDashG(config: string, host: string): Promise<string> {
  return (await promisify(execFile)('ssh', ['-G', '-F', config, host])).stdout
}

test.each(["it's a key", 'id ed25519', 'schlüssel', '鍵', '50%', '$HOME'])(
  'the name %j works in the config too',
  async (name) => {
    await makeKey(folder.sshDir, 'old', ['-t', 'ed25519'])
    const config = join(folder.sshDir, 'config')
    await writeFile(config, `Host pod\n  IdentityFile ${join(folder.sshDir, 'old')}\n`)
    await rename('old', name, person(true))
    const seen = await sshDashG(config, 'pod')
    expect(seen).toContain(`identityfile ${join(folder.sshDir, name.replaceAll('%', '%%'))}\n`)
    expect((await named(folder, name)).uses).toMatchObject([{ kind: 'config', line: 2 }])
    expect(await publicHalfByKeygen(join(folder.sshDir, name))).not.toBeNull()
  },
)

test('a file that is included under two names is changed once', async () => {
  const path = await makeKey(folder.sshDir, 'old', ['-t', 'ed25519'])
  const hosts = join(folder.sshDir, 'hosts')
  await writeFile(hosts, 'Host a\n  IdentityFile ~/.ssh/old\n', { mode: 0o600 })
  await symlink('hosts', join(folder.sshDir, 'link'))
  await symlink('.', join(folder.sshDir, 'again'))
  const config = 'Include hosts link again/hosts\n'
  await writeFile(join(folder.sshDir, 'config'), config, { mode: 0o600 })
  const { planId, edits } = await plan('old', 'new')
  expect(edits).toMatchObject([{ file: hosts, line: 2, after: '  IdentityFile ~/.ssh/new' }])
  await folder.service.rename({ ...(await refTo(folder, 'old')), name: 'new', planId }, nobody())
  expect(await readFile(hosts, 'utf8')).toBe('Host a\n  IdentityFile ~/.ssh/new\n')
  expect(await readFile(`${path.slice(0, -3)}new.pub`, 'utf8')).toContain('old@test')
})
