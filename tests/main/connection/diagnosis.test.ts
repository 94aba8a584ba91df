/** The table of causes: every entry in plain words, and what may not be offered is not offered. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DIAGNOSES, diagnose } from '../../../main/connection/diagnosis/index.ts'
import { type Evidence, startFacts } from '../../../main/connection/facts.ts'
import type { CauseCode, Target } from '../../../main/contract/methods.ts'
import { schemas } from '../../../main/contract/schemas.ts'
import { authorizeCommand } from '../../../main/public-keys/index.ts'

const CAUSES = Object.keys(DIAGNOSES) as CauseCode[]
const TARGETS: readonly Target[] = [
  { user: 'root', host: '203.0.113.7', port: 12345, kind: 'runpod-direct' },
  { user: 'abc-64410d32', host: 'ssh.runpod.io', port: 22, kind: 'runpod-proxy' },
  { user: 'me', host: 'server.example', port: 22, kind: 'generic' },
]

function evidenceFor(target: Target, more: Partial<Evidence> = {}): Evidence {
  return {
    ...startFacts(target, 'ask'),
    detail: 'This was seen.',
    key: { id: 'SHA256:abc', path: '/home/me/.ssh/id_ed25519' },
    publicKeyLine: 'ssh-ed25519 AAAA me@laptop',
    configDifferences: [
      { keyword: 'User', value: 'ubuntu', file: '/home/me/.ssh/config', line: 7 },
      { keyword: 'Port', value: '22', file: null, line: null },
    ],
    configFault: {
      file: '/home/me/.ssh/config',
      line: 3,
      fix: {
        ...{ kind: 'call', method: 'sshConfig.planFix', params: { finding: 'f' } },
        label: 'Show how the file would be repaired',
      },
    },
    acceptedOther: { keyId: 'SHA256:other', name: 'a-very-long-name-for-a-key-indeed' },
    acceptedUser: 'root',
    publication: {
      ...{ source: 'paste-check', at: '2026-06-01T10:00:00Z', hasKey: false },
      ...{ malformed: ['“SHA256:abc” is a fingerprint'], isWellFormed: false },
    },
    podStartedAt: '2026-06-01T08:00:00Z',
    client: { verdict: 'failed', cause: null, lines: ['Permission denied (publickey).'] },
    offeredMethods: ['publickey', 'password'],
    hostKey: {
      type: 'ssh-ed25519',
      sha256: 'SHA256:new',
      status: 'changed',
      key: 'AAAA',
      recorded: [{ type: 'ssh-ed25519', sha256: 'SHA256:old', line: 3 }],
    },
    ...more,
  }
}

describe.each(CAUSES)('%s', (cause) => {
  test.each(TARGETS)('for $kind', (target) => {
    const { title, explanation, fixes } = diagnose(cause, evidenceFor(target))
    expect(title).toMatch(/^[A-Z].{4,60}[^.]$/)
    expect(explanation).toMatch(/^[A-Z“\d]/)
    expect(explanation).toMatch(/[.”]$/)
    expect(explanation).not.toMatch(
      /undefined|null|NaN|\[object|check your key|please|simply| {2}/i,
    )
    expect(fixes.length).toBeGreaterThan(0)
    for (const fix of fixes) {
      expect(fix.label).toMatch(/^[A-Z].{3,60}[^.]$/)
      if (fix.kind === 'call') schemas[fix.method].parse(fix.params)
    }
  })
})

test.each(CAUSES)('%s without any evidence but what was seen', (cause) => {
  const [target] = TARGETS
  if (target === undefined) return
  const bare = { ...startFacts(target, 'ask'), detail: 'This was seen.' }
  const { title, explanation } = diagnose(cause, bare)
  expect(`${title} ${explanation}`).not.toMatch(/undefined|null|NaN|\[object/)
})

describe('a config that stops ssh', () => {
  const [target] = TARGETS as [Target]
  const detail =
    'ssh refuses line 3. ssh does not know this keyword. One bad line is enough: ssh refuses the whole config because of it, for every host. Correct the line, or put # before it.'

  test('is explained once when the finding says what ssh does', () => {
    const { explanation } = diagnose('config-broken', evidenceFor(target, { detail }))
    expect(explanation).toBe(
      `${detail} The place is /home/me/.ssh/config, line 3. Your key and the server have nothing to do with it.`,
    )
    expect(explanation.match(/because of it/g)).toHaveLength(1)
  })

  test('says what that means when only ssh’s own words are known', () => {
    const bare = { ...startFacts(target, 'ask'), detail: 'ssh said: Bad configuration option.' }
    expect(diagnose('config-broken', bare).explanation).toContain('connects to no server at all')
    expect(diagnose('config-permissions', bare).explanation).toContain('no server at all')
  })

  test('with rights that are too wide, too', () => {
    const said = 'It ends with "Bad owner or permissions", so nothing works until this is repaired.'
    const { explanation } = diagnose('config-permissions', evidenceFor(target, { detail: said }))
    expect(explanation).toBe(
      `${said} The file is /home/me/.ssh/config. What stands in the file is fine; only the access to it has to change.`,
    )
  })
})

test('the changed key of RunPod’s proxy is a warning without a way around it', () => {
  const [, proxy] = TARGETS
  if (proxy === undefined) return
  const { explanation, fixes } = diagnose('host-key-changed', evidenceFor(proxy))
  expect(explanation).toContain('pretending to be RunPod')
  expect(explanation).toContain('SHA256:new')
  expect(explanation).toContain('SHA256:old')
  expect(fixes.some((fix) => fix.kind === 'call')).toBe(false)
})

test('passwords are named once, and as what they are', () => {
  const [direct] = TARGETS
  if (direct === undefined) throw new Error('no target')
  const say = (offeredMethods: readonly string[]) =>
    diagnose('password-only', evidenceFor(direct, { offeredMethods })).explanation
  expect(say(['password'])).toContain('The server offers passwords, so')
  expect(say(['publickey', 'password'])).toContain('The server also offers passwords, so')
})

test('a pod whose start is not known is given no time', () => {
  const [direct] = TARGETS
  if (direct === undefined) throw new Error('no target')
  const { podStartedAt: _, ...unknown } = evidenceFor(direct)
  expect(diagnose('pod-older-than-key', unknown).explanation).toContain(
    'The pod was started before that.',
  )
})

test('a new key of the proxy can be accepted', () => {
  const [, proxy] = TARGETS
  if (proxy === undefined) return
  expect(diagnose('host-key-new', evidenceFor(proxy)).fixes[0]).toMatchObject({
    method: 'knownHosts.accept',
    params: { host: 'ssh.runpod.io', port: 22, key: 'ssh-ed25519 AAAA' },
  })
})

test('the line to add a key does so in a real shell, whatever the comment is', () => {
  const home = mkdtempSync(join(homedir(), 'authorize-'))
  const line = `ssh-ed25519 AAAA it's "me" $HOME \`id\` PC\\name %s !x`
  for (const shell of ['sh', 'bash']) {
    execFileSync(shell, ['-c', authorizeCommand(line)], {
      env: { PATH: process.env.PATH, HOME: home },
    })
  }
  expect(readFileSync(join(home, '.ssh/authorized_keys'), 'utf8')).toBe(`\n${line}\n\n${line}\n`)
  expect(statSync(join(home, '.ssh')).mode & 0o777).toBe(0o700)
  expect(statSync(join(home, '.ssh/authorized_keys')).mode & 0o777).toBe(0o600)
})
