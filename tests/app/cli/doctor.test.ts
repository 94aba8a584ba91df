/** `keypilot doctor`: what it says, what it asks, what it exits with. The services are made up here. */

import { describe, expect, it } from 'vitest'
import { runCli } from '../../../app/cli/cli.ts'
import { createKeypilot } from '../../../main/app.ts'
import {
  ADVICE,
  BROKEN,
  CHILD,
  doctor,
  FOLDER,
  KEY,
  STUCK,
  services,
  sshDir,
} from './doctor-world.ts'
import { fakeTerminal } from './fake-terminal.ts'

describe('looking', () => {
  it('is calm when all is well', async () => {
    const { code, out, methods } = await doctor([], {})
    expect(code).toBe(0)
    expect(out).toBe(
      '✓ All is well: there is nothing that ssh refuses or others can use.\n' +
        '  Looked at 2 files and folders as OpenSSH_9.2p1 judges them.\n',
    )
    expect(methods).toEqual(['permissions.report', 'keys.list'])
  })

  it('exits with 1 when something is refused', async () => {
    const { code, out } = await doctor([], { findings: [KEY] })
    expect(code).toBe(1)
    expect(out).toBe(
      [
        'Found: 1 that ssh or its server refuses',
        'Judged as OpenSSH_9.2p1 does (/usr/bin/ssh).',
        '',
        '✗ ~/.ssh/id_work',
        '  Other accounts have rights to this private key. ssh will ignore this key and',
        '  ask for a password.',
        '  mode 0644 → mode 0600',
        '',
        'See what a repair would change, and decide for each:',
        '    keypilot doctor --fix',
        '',
      ].join('\n'),
    )
  })

  it('exits with 0 when others only have too much, or something is worth knowing', async () => {
    expect((await doctor([], { findings: [FOLDER, ADVICE] })).code).toBe(0)
  })

  it('puts what is refused first, and what a folder explains below the folder', async () => {
    const { out } = await doctor([], { findings: [ADVICE, FOLDER, CHILD, KEY] })
    const lines = out.split('\n')
    const at = (text: string) => lines.findIndex((line) => line.includes(text))
    expect(lines.slice(0, 3)).toEqual([
      'Found: 2 that ssh or its server refuses, 1 open to other accounts, 1 worth',
      'knowing',
      'Judged as OpenSSH_9.2p1 does (/usr/bin/ssh).',
    ])
    expect(at('✗ ~/.ssh/id_work')).toBeLessThan(at('! ~/.ssh'))
    expect(at('! ~/.ssh')).toBeLessThan(at('This explains:'))
    expect(lines[at('This explains:') + 1]).toBe('    ✗ ~/.ssh/id_child')
    expect(at('id_child')).toBeLessThan(at('i ~/.ssh/advice'))
    expect(out.match(/id_child/g)).toHaveLength(1)
  })

  it('gives the line to run where it cannot repair', async () => {
    const { out } = await doctor([], { findings: [STUCK] })
    expect(out).toContain('\n      sudo chown me /k\n')
    expect(out).not.toContain('--fix')
  })

  it('says why it cannot repair, also of what a folder explains', async () => {
    const drive = { ...FOLDER, repairable: false, after: null, reason: 'The drive keeps no modes.' }
    const fix = {
      kind: 'call',
      method: 'keys.import',
      params: { path: '/usb/key', name: 'key' },
      label: 'Copy the key',
    } as const
    const child = { ...CHILD, repairable: false, after: null, fix }
    const inside = [
      { ...child, reason: 'Copy the key.' },
      { ...child, id: 'again', reason: 'The drive keeps no modes.' },
    ]
    const { out } = await doctor([], { findings: [drive, ...inside] })
    expect(out.match(/The drive keeps no modes/g)).toHaveLength(1)
    expect(out).toContain(`\n      Copy the key.\n      Copy the key:\n          keypilot call`)
    const own = { kind: 'copy', label: 'Copy the line', text: 'sudo chown -R me /k' } as const
    const owned = { ...drive, reason: 'It belongs to root.', fix: own }
    const whole = (await doctor([], { findings: [owned, ...inside] })).out
    expect(whole).toContain('It belongs to root.')
    // The folder's line is for all that is in it.
    expect(whole).not.toContain('keypilot call')
  })

  it('says where a link leads', async () => {
    const { out } = await doctor([], { findings: [{ ...KEY, target: '/mnt/keys/k' }] })
    expect(out).toContain('~/.ssh/id_work (a link to /mnt/keys/k)')
  })

  it('names key files that are refused for what is in them, once', async () => {
    const { code, out } = await doctor([], { keys: [BROKEN] })
    expect(code).toBe(1)
    expect(out).toContain(
      'Key files that ssh cannot use\n\n~/.ssh/id_crlf\n  ✗ Windows line endings',
    )
    expect(out).not.toMatch(/Others can read|weak|All is well/)
  })

  it('prints the remarks about the machine', async () => {
    const notes = [{ code: 'wsl', severity: 'info', title: 'WSL', detail: 'Two sides.' }] as const
    const { code, out } = await doctor([], { notes })
    expect(code).toBe(0)
    expect(out).toContain('i WSL\n  Two sides.')
  })

  it('does not let a file name command the terminal', async () => {
    const evil = { ...KEY, path: '/x\u001b[2J\n✓ All is well', before: '\u001b[2J' }
    const { out } = await doctor([], { findings: [evil] })
    expect(out).not.toContain('\u001b')
    expect(out).not.toMatch(/^✓/m)
  })

  it('prints the report as JSON, with the same exit code', async () => {
    const { code, out } = await doctor(['--json'], { findings: [KEY], keys: [BROKEN] })
    expect(code).toBe(1)
    const { ok, value } = JSON.parse(out)
    expect(ok).toBe(true)
    expect(value.findings).toEqual([KEY])
    expect(value.brokenKeys).toMatchObject([
      { path: `${sshDir}/id_crlf`, problems: [{ code: 'crlf' }] },
    ])
    expect((await doctor(['--json'], {})).code).toBe(0)
  })
})

describe('--fix', () => {
  const world = { findings: [KEY, FOLDER, STUCK] }

  it('asks before each change, and repairs what was agreed to', async () => {
    const made = services(world)
    const answers = ['y', 'n']
    const { code, out, asked } = await doctor(
      ['--fix'],
      world,
      { interactive: true, answers },
      made,
    )
    expect(asked).toEqual(['Change this? [y/N] ', 'Change this? [y/N] '])
    expect(made.calls.filter(({ method }) => method.startsWith('permissions.'))).toEqual([
      { method: 'permissions.report', params: {} },
      { method: 'permissions.plan', params: { findings: ['id_work', 'folder'] } },
      { method: 'permissions.plan', params: { findings: ['id_work'] } },
      { method: 'permissions.repair', params: { plan: 'plan-2' } },
      { method: 'permissions.report', params: {} },
    ])
    expect(out).toContain(`    chmod 600 '${sshDir}/id_work'\n`)
    expect(out).toContain('✓ ~/.ssh/id_work: mode 0644 → mode 0600')
    expect(out).toContain(`keypilot call backups.restore '{"id":"backup-1"}'`)
    // What could not be repaired is still refused.
    expect(code).toBe(1)
  })

  it('carries the whole plan out when all is agreed to, and exits with 0 when nothing is left', async () => {
    const all = { findings: [KEY, FOLDER] }
    const made = services(all)
    const options = { interactive: true, answers: ['y', 'yes'] }
    const { code, out, methods } = await doctor(['--fix'], all, options, made)
    expect(code).toBe(0)
    expect(methods.filter((method) => method === 'permissions.plan')).toHaveLength(1)
    expect(out).toContain('✓ All is well')
  })

  it('asks nothing with --yes', async () => {
    const { code, asked, out } = await doctor(['--fix', '--yes'], { findings: [KEY] })
    expect({ code, asked }).toEqual({ code: 0, asked: [] })
    expect(out).toContain('✓ ~/.ssh/id_work: mode 0644 → mode 0600')
  })

  it.each([
    ['nobody can be asked', {}, 'nobody could be asked'],
    ['every answer is no', { interactive: true, answers: ['', 'no'] }, 'Nothing was changed'],
    ['the person leaves', { interactive: true, answers: [] }, 'Nothing was changed'],
  ])('changes nothing when %s', async (_name, options, text) => {
    const { code, err, methods } = await doctor(['--fix'], world, options)
    expect(code).toBe(1)
    expect(err).toContain(text)
    expect(methods).not.toContain('permissions.repair')
  })

  it('does nothing when the change is another by the time it was agreed to', async () => {
    const changing = { ...world, changedTo: 'mode 0400' }
    const options = { interactive: true, answers: ['y', 'n'] }
    const { code, err, methods } = await doctor(['--fix'], changing, options)
    expect(code).toBe(1)
    expect(err).toContain('nothing was done')
    expect(methods).not.toContain('permissions.repair')
  })

  it('says what failed', async () => {
    const failing = { findings: [KEY, FOLDER], failing: ['folder'] }
    const { code, out } = await doctor(['--fix', '--yes'], failing)
    expect(code).toBe(1)
    expect(out).toContain('✗ ~/.ssh: The drive is read-only.')
    expect(out).toContain('✓ ~/.ssh/id_work')
  })

  it('has nothing to ask when nothing can be repaired', async () => {
    const { code, methods, out } = await doctor(['--fix'], { findings: [STUCK] })
    expect(code).toBe(1)
    expect(methods).not.toContain('permissions.plan')
    expect(out).toContain('sudo chown')
    expect((await doctor(['--fix'], {})).code).toBe(0)
  })

  it('prints the repair as JSON', async () => {
    const { code, out } = await doctor(['--fix', '--yes', '--json'], { findings: [KEY] })
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ ok: true, value: { backup: 'backup-1', failed: [] } })
    expect(await doctor(['--fix', '--json'], { findings: [KEY] })).toMatchObject({
      code: 2,
      out: '',
    })
  })
})

it('is explained by help', async () => {
  const terminal = fakeTerminal()
  const code = await runCli(['help', 'doctor'], {
    terminal,
    version: '1.2.3',
    rendererDir: '/nowhere',
    start: createKeypilot,
  })
  expect(code).toBe(0)
  expect(terminal.stdout()).toContain('keypilot doctor [--fix]')
  expect(
    Math.max(
      ...terminal
        .stdout()
        .split('\n')
        .map(({ length }) => length),
    ),
  ).toBeLessThan(81)
})
