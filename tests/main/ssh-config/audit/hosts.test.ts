/** Findings about hosts, with what does not call for them. */

import { describe, expect, it } from 'vitest'
import type { SavedTarget } from '../../../../main/ssh-config/index.ts'
import { auditFolder, brief } from './audit-folder.ts'

const world = auditFolder()

describe('shadowed-by-wildcard', () => {
  it('names the line that wins', async () => {
    const findings = await world.audit(
      'Host *\n  User star\n  Port 22\nHost pod\n  User root\n  Port 22\n',
    )
    expect(brief(findings)).toEqual(['shadowed-by-wildcard 4 pod'])
    expect(findings[0]).toMatchObject({
      severity: 'error',
      fixable: true,
      file: world.folder.config,
    })
    expect(findings[0]?.detail).toContain(
      `User root in line 5 has no effect, because line 2 of ${world.folder.config} says star first.`,
    )
    expect(findings[0]?.detail).not.toContain('Port')
  })

  it.each([
    ['lines above the first block', 'User top\nHost pod\n  User root\n'],
    ['a Match block', 'Match user *\n  Port 1\nHost pod\n  Port 2\n'],
    ['a pattern', 'Host p*\n  Port 1\nHost pod\n  Port 2\n'],
  ])('by %s', async (_name, config) => {
    expect((await world.audit(config)).map(({ code }) => code)).toEqual(['shadowed-by-wildcard'])
  })

  it.each([
    ['the same value', 'Host *\n  Port 22\nHost pod\n  Port 22\n'],
    ['keys, which add up', 'Host *\n  SendEnv A\nHost pod\n  SendEnv B\n'],
    ['a block for others', 'Host * !pod\n  Port 1\nHost pod\n  Port 2\n'],
    ['a block that a program decides', 'Match exec "x"\n  Port 1\nHost pod\n  Port 2\n'],
  ])('not by %s', async (_name, config) => {
    expect(await world.audit(config)).toEqual([])
  })

  it('cannot be mended in this file when the winner is in an earlier one', async () => {
    await world.folder.write('other', 'Host *\n  Port 1\n')
    const findings = await world.audit('Include other\nHost pod\n  Port 2\n')
    expect(findings).toMatchObject([{ code: 'shadowed-by-wildcard', fixable: false }])
  })
})

describe('duplicate-alias', () => {
  it('is a later block whose lines have no effect', async () => {
    const findings = await world.audit('Host pod\n  Port 1\nHost pod x\n  Port 2\n  User late\n')
    expect(brief(findings)).toEqual(['duplicate-alias 3 pod'])
    expect(findings[0]?.detail).toContain(`Line 1 of ${world.folder.config}`)
    expect(brief(await world.audit('Host pod\n  Port 1\nHost pod\n  Port 1\n'))).toEqual([
      'duplicate-alias 3 pod',
    ])
  })

  it('is not a block that adds something', async () => {
    expect(await world.audit('Host pod b\n  Port 1\nHost pod\n  User root\n')).toEqual([])
  })
})

describe('stale-entry', () => {
  const saved: SavedTarget[] = [
    { alias: 'pod', host: '203.0.113.9', port: 22099, acceptedKeyId: null },
  ]

  it.each([
    ['another host', 'Host pod\n  HostName 203.0.113.7\n  Port 22099\n', 2],
    ['another port', 'Host pod\n  HostName 203.0.113.9\n  Port 22061\n', 3],
    ['no port', 'Host pod\n  HostName 203.0.113.9\n', 1],
  ])('is an entry with %s', async (_name, config, line) => {
    const findings = await world.audit(config, { saved })
    expect(brief(findings)).toEqual([`stale-entry ${line} pod`])
    expect(findings[0]?.detail).toContain('203.0.113.9 port 22099')
  })

  it('is not one that is right, or of another name', async () => {
    expect(
      await world.audit('Host pod\n  HostName 203.0.113.9\n  Port 22099\n', { saved }),
    ).toEqual([])
    expect(await world.audit('Host other\n  HostName 203.0.113.7\n', { saved })).toEqual([])
  })
})
