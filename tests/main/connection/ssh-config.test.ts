/** What the stage `local` makes of the ssh config. */

import { describe, expect, test } from 'vitest'
import type { EffectiveQuery } from '../../../main/connection/index.ts'
import { compareConfig, refuseConfigFaults } from '../../../main/connection/stages/ssh-config.ts'
import type { ConfigFinding, Target } from '../../../main/contract/methods.ts'
import { effectiveConfig } from './scenarios/effective.ts'

const target: Target = { user: 'root', host: '203.0.113.7', port: 10022, kind: 'runpod-direct' }
const chosen = { path: '/home/me/.ssh/pods', isNamed: false }

type Changes = Parameters<typeof effectiveConfig>[1]
const compare = async (changes: Changes, key = chosen) =>
  (
    await compareConfig(target, key, {
      effectiveConfig: async (query) => effectiveConfig(query, changes),
    })
  ).differences.map(({ keyword, value, file, line }) => `${keyword} ${value} ${file}:${line}`)

describe('settings that make ssh do something else', () => {
  const at = '/home/me/.ssh/config:7'

  test('none in a config that says nothing about the host', async () => {
    expect(await compare({})).toEqual([])
  })

  test.each([
    [{ HostName: '198.51.100.9' }, `HostName 198.51.100.9 ${at}`],
    [{ User: 'ubuntu' }, `User ubuntu ${at}`],
    [{ ProxyJump: 'bastion' }, `ProxyJump bastion ${at}`],
    [{ IdentityFile: '/home/me/.ssh/work' }, `IdentityFile /home/me/.ssh/work ${at}`],
  ] as const)('%o', async (changes, expected) => {
    expect(await compare(changes)).toEqual([expected])
  })

  test('not a name in other letters, a jump switched off, or the same key', async () => {
    expect(await compare({ HostName: '203.0.113.7', ProxyJump: 'none' })).toEqual([])
    expect(await compare({ IdentityFile: chosen.path })).toEqual([])
  })

  test('not another key where the person named one: ssh offers that first', async () => {
    const named = { ...chosen, isNamed: true }
    expect(await compare({ IdentityFile: '/home/me/.ssh/work' }, named)).toEqual([])
  })

  test.each([
    [{ IdentityFile: '/home/me/.ssh/work' }, true],
    [{ HostName: '198.51.100.9' }, false],
    [{ ProxyJump: 'bastion' }, false],
    [{ IdentityFile: '/home/me/.ssh/work', User: 'ubuntu' }, false],
  ] as const)('ssh may be run with %o: %s', async (changes, expected) => {
    const effective = async (query: EffectiveQuery) => effectiveConfig(query, changes)
    expect(await compareConfig(target, chosen, { effectiveConfig: effective })).toMatchObject({
      isHarmless: expected,
    })
  })

  test('nor where a Match exec would run', async () => {
    const problem = { code: 'match-exec', severity: 'info', title: 't', detail: 'd' } as const
    const effective = async (query: EffectiveQuery) => ({
      ...effectiveConfig(query, { IdentityFile: '/home/me/.ssh/work' }),
      problems: [problem],
    })
    expect(await compareConfig(target, chosen, { effectiveConfig: effective })).toMatchObject({
      isHarmless: false,
    })
  })

  test('a reader that fails counts as not told', async () => {
    const effective = () => Promise.reject(new Error('boom'))
    expect(await compareConfig(target, chosen, { effectiveConfig: effective })).toEqual({
      differences: [],
      isHarmless: false,
      ownBlock: null,
    })
    await refuseConfigFaults({ configFindings: effective })
  })
})

describe('findings of the audit', () => {
  const finding = (code: string, severity: ConfigFinding['severity']): ConfigFinding => ({
    ...{ id: 'f1', code, severity, file: '/c', line: 3, alias: null, fixable: true },
    ...{ title: 'ssh refuses line 3', detail: 'It does not know the word.' },
  })
  const refuse = (...findings: ConfigFinding[]) =>
    refuseConfigFaults({ configFindings: async () => findings })

  test('what stops ssh for every host ends the test, with the repair that the audit offers', async () => {
    await expect(
      refuse(finding('stale-entry', 'warning'), finding('syntax-error', 'error')),
    ).rejects.toMatchObject({
      causeCode: 'config-broken',
      evidence: {
        configFault: {
          file: '/c',
          line: 3,
          fix: { method: 'sshConfig.planFix', params: { finding: 'f1' } },
        },
      },
    })
    await expect(refuse(finding('config-writable', 'error'))).rejects.toMatchObject({
      causeCode: 'config-permissions',
    })
  })

  test('what concerns one host, or only deserves care, does not', async () => {
    await refuse(finding('identity-missing', 'error'), finding('config-writable', 'warning'))
  })
})
