/** The table of causes: every entry in plain words, and what may not be offered is not offered. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DIAGNOSES, diagnose } from '../../../main/connection/diagnosis/index.ts'
import { authorizeCommand } from '../../../main/connection/diagnosis/login.ts'
import { type Evidence, startFacts } from '../../../main/connection/facts.ts'
import type { CauseCode, Target } from '../../../main/contract/methods.ts'

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
    for (const fix of fixes) expect(fix.label).toMatch(/^[A-Z].{3,60}[^.]$/)
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
