/** `keypilot config` on throwaway files. */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { resolvePaths } from '../../../main/storage/index.ts'
import { keypilot } from './keypilot.ts'

const { sshDir } = resolvePaths()
const file = join(sshDir, 'config')

beforeEach(() => {
  rmSync(sshDir, { recursive: true, force: true })
  mkdirSync(sshDir, { mode: 0o700 })
})

function write(text: string): void {
  writeFileSync(file, text, { mode: 0o600 })
}

describe('keypilot config', () => {
  it('explains itself', async () => {
    const { code, out } = await keypilot(['config', '--help'])
    expect(code).toBe(0)
    expect(out).toContain('keypilot config [<host> | --fix]')
    expect((await keypilot(['--help'])).out).toContain('config [<host> | --fix]')
  })

  it('without findings says so', async () => {
    write('Host pod\n  HostName 203.0.113.7\n')
    expect(await keypilot(['config'])).toMatchObject({
      code: 0,
      out: '✓ Nothing is wrong with your ssh config.\n',
    })
  })

  it('prints findings with their place, and fails for an error', async () => {
    write('Host pod\n  Prot 22\n')
    const { code, out } = await keypilot(['config'])
    expect(code).toBe(1)
    expect(out).toMatch(/config:2\n✗ ssh refuses line 2\n/)
    expect(out).toContain('for every host')
  })

  it('does not fail for a warning', async () => {
    write('Host pod\n  IdentityFile ~/.ssh/nowhere\n')
    const { code, out } = await keypilot(['config'])
    expect(code).toBe(0)
    expect(out).toMatch(/config:2\n! The key file is not there\n/)
  })

  it('as JSON is the envelope', async () => {
    write('Host pod\n  Prot 22\n')
    const { code, out } = await keypilot(['config', '--json'])
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ ok: true, value: [{ code: 'syntax-error', line: 2 }] })
  })
})

describe('keypilot config <host>', () => {
  it('prints where ssh would go, and which line says so', async () => {
    write(
      'Host pod\n  HostName 203.0.113.7\n  Port 22061\n  User root\n  IdentityFile ~/.ssh/k\n  ProxyJump gate\nHost *\n  User other\n',
    )
    const { code, out } = await keypilot(['config', 'pod'])
    expect(code).toBe(0)
    expect(out).toContain('connects to root@203.0.113.7 port 22061, through gate')
    expect(out).toMatch(/Keys, after those of the ssh-agent\n {2}~\/\.ssh\/k\n/)
    expect(out).toMatch(/ {2}Port +22061 +\S*config:3\n/)
    expect(out).toMatch(/✓ Host pod {2}\S*config:1\n {4}It names pod\.\n/)
    expect(out).not.toContain('no effect')
    const all = await keypilot(['config', 'pod', '--all'])
    expect(all.out).toMatch(/ {2}User +other +\S*config:8 \(no effect\)\n/)
  })

  it('fails where a line stops ssh', async () => {
    write('Host pod\n  Prot 22\n')
    const { code, out } = await keypilot(['config', 'other'])
    expect(code).toBe(1)
    expect(out).toContain('✗ Line 2 stops ssh')
  })

  it('runs no program without being asked', async () => {
    write(`Match exec "touch ${join(sshDir, 'touched')}"\n  Port 7\n`)
    const quiet = await keypilot(['config', 'pod'])
    expect(quiet.out).toMatch(/Port +7 +\S*config:2 \(perhaps\)/)
    const asked = await keypilot(['config', 'pod', '--ask-ssh'])
    expect(asked).toMatchObject({ code: 1, out: '' })
    expect(asked.err).toContain('add --yes')
    const agreed = await keypilot(['config', 'pod', '--ask-ssh', '--yes'])
    expect(agreed.code).toBe(0)
    expect(agreed.out).toMatch(/Port +7 +\S*config:2\n/)
  })

  it('cannot be made to command the terminal', async () => {
    write('Host pod\n  User \u001b]0;x\u0007\n  IdentityFile ~/\u001b[2J\n# \u001b[2J\n')
    for (const args of [['config'], ['config', 'pod', '--all']]) {
      const { out, err } = await keypilot(args)
      expect(out + err).not.toContain('\u001b')
    }
  })

  it.each([[['config', 'a', 'b']], [['config', '--ask-ssh']]])(
    '%j is not understood',
    async (args) => {
      expect((await keypilot(args)).code).toBe(2)
    },
  )
})
