/** Findings about single lines and files. */

import { describe, expect, it } from 'vitest'
import { auditFolder, brief } from './audit-folder.ts'

const world = auditFolder()

describe('syntax-error', () => {
  it('names the line and says that ssh stops for all hosts', async () => {
    const findings = await world.audit('Host a\n  Prot 22\nHost b\n  Port x\n')
    expect(brief(findings)).toEqual(['syntax-error 2 null', 'syntax-error 4 null'])
    for (const { detail, severity, fixable } of findings) {
      expect(detail).toContain('for every host')
      expect({ severity, fixable }).toEqual({ severity: 'error', fixable: true })
    }
  })

  it('is what ssh itself refuses, where it can be asked', async () => {
    const findings = await world.audit('Host a\n  Ciphers no-such-cipher\n', { ssh: true })
    expect(brief(findings)).toEqual(['syntax-error 2 null'])
    expect(findings[0]?.detail).toContain("Bad SSH2 cipher spec 'no-such-cipher'")
    expect(await world.audit('Host a\n  Ciphers no-such-cipher\n')).toEqual([])
  })

  it('is found in a file whose name ssh writes as numbers', async () => {
    await world.folder.write('işler-家', 'Ciphers no-such-cipher\n')
    const file = `${world.folder.paths.sshDir}/işler-家`
    const findings = await world.audit(`Include ${file}\n`, { ssh: true })
    expect(findings).toMatchObject([{ code: 'syntax-error', line: 1, file }])
  })

  it('asks no ssh that would run a program', async () => {
    const touched = `${world.folder.home}/touched`
    await world.audit(`Match exec "touch ${touched}"\nProt 1\n`, { ssh: true })
    const { stat } = await import('node:fs/promises')
    await expect(stat(touched)).rejects.toThrow()
  })

  it('is a loop of includes, and UTF-16', async () => {
    await world.folder.write('loop', `Include ${world.folder.paths.sshDir}/loop\n`)
    expect(await world.audit('Include loop\n')).toMatchObject([
      {
        code: 'syntax-error',
        line: null,
        file: `${world.folder.paths.sshDir}/loop`,
        fixable: false,
      },
    ])
  })
})

describe('refused-characters', () => {
  it('are those of names that cannot be typed or found', async () => {
    const findings = await world.audit(
      'Host a,b\n  HostName "pod one"\n  User "x;y"\nHost "say hi" *,*\n  HostName %h.pods\n',
    )
    expect(brief(findings).toSorted()).toEqual([
      'refused-characters 1 a,b',
      'refused-characters 2 null',
      'refused-characters 3 null',
      'refused-characters 4 say hi',
    ])
    expect(findings.find(({ line }) => line === 1)?.detail).toContain('separated by spaces')
  })

  it.each(['dom\\user', 'user@domain', 'user name', 'ü', 'a,b$'])(
    'are not in the user %s',
    async (user) => {
      expect(await world.audit(`Host a\n  User "${user}"\n`)).toEqual([])
    },
  )
})

describe('windows-path', () => {
  it.each([
    ['without quotes', 'IdentityFile C:\\Users\\my name\\id', 'double quotes'],
    ['with a last backslash', 'IdentityFile "C:\\my keys\\"', 'last backslash'],
  ])('is one with a space %s', async (_name, line, advice) => {
    const findings = await world.audit(`Host a\n  ${line}\n`, { ssh: true })
    expect(brief(findings)).toEqual(['windows-path 2 null'])
    expect(findings[0]).toMatchObject({ severity: 'error', fixable: true })
    expect(findings[0]?.detail).toContain(advice)
  })

  it('is an Include with backslashes', async () => {
    expect(await world.audit('Include C:\\Users\\me\\pods.conf\n')).toMatchObject([
      { code: 'windows-path', severity: 'warning', line: 1 },
    ])
    expect(await world.audit('Include C:/Users/me/pods.conf\n')).toEqual([])
  })
})

describe('byte-order-mark', () => {
  it('is fatal, and said once', async () => {
    const findings = await world.audit('\uFEFFHost a\n  Port 1\n', { ssh: true })
    expect(findings).toMatchObject([
      { code: 'byte-order-mark', severity: 'error', line: 1, fixable: true },
    ])
  })
})
