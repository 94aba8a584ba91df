/** Host keys in whole tests: policy, known_hosts, and the order in which key types are asked for. */

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Sshd, startSshd, whyNoSshd } from '../../support/servers/index.ts'
import { type Bench, createBench, type MadeKey, makeKey, stateOf, targetOf } from './support.ts'

describe.skipIf(whyNoSshd() !== null)('with the real sshd', () => {
  let bench: Bench
  let key: MadeKey
  let sshd: Sshd

  beforeAll(async () => {
    sshd = await startSshd({ authorizedKeys: [], hostKeyTypes: ['ed25519', 'rsa'] })
  })
  afterAll(() => sshd.stop())
  beforeEach(async () => {
    bench = createBench()
    key = bench.makeKey('id_ed25519')
    await sshd.authorize(key.publicLine)
  })

  const name = () => `[127.0.0.1]:${sshd.port}`
  const hostKey = (index: number) => sshd.hostKeys[index] ?? { line: '', sha256: '' }
  const strangeHostKey = () =>
    makeKey(join(bench.sshDir, `strange-${Math.random()}`))
      .publicLine.split(' ')
      .slice(0, 2)
      .join(' ')

  test('ask: a new key stops the test; accepting by the offered fix lets the next one pass', async () => {
    const params = { target: targetOf(sshd), hostKeyPolicy: 'ask' as const }
    const first = await bench.run(params)
    expect(first.report).toMatchObject({
      verdict: 'failed',
      cause: 'host-key-new',
      hostKey: { type: 'ssh-ed25519', sha256: hostKey(0).sha256, status: 'new', recorded: [] },
    })
    expect(`${first.report.hostKey?.type} ${first.report.hostKey?.key}`).toBe(hostKey(0).line)
    expect(stateOf(first.report, 'auth')).toBe('skipped')
    expect(existsSync(bench.knownHostsFile)).toBe(false)

    const fix = first.report.fixes[0]
    expect(fix).toMatchObject({ kind: 'call', method: 'knownHosts.accept' })
    if (fix?.kind !== 'call') return
    await bench.knownHosts.accept(fix.params as never)
    expect(readFileSync(bench.knownHostsFile, 'utf8')).toBe(`${name()} ${hostKey(0).line}\n`)
    const second = await bench.run(params)
    expect(second.report).toMatchObject({ verdict: 'ok', hostKey: { status: 'known' } })
  })

  test('strict: a new key stops the test and is not recorded', async () => {
    const { report } = await bench.run({ target: targetOf(sshd), hostKeyPolicy: 'strict' })
    expect(report).toMatchObject({ cause: 'host-key-new' })
    expect(existsSync(bench.knownHostsFile)).toBe(false)
  })

  test('accept-new: recorded in a private file, known the next time, and ssh agrees', async () => {
    await bench.run({ target: targetOf(sshd) })
    expect(readFileSync(bench.knownHostsFile, 'utf8')).toBe(`${name()} ${hostKey(0).line}\n`)
    const second = await bench.run({ target: targetOf(sshd), hostKeyPolicy: 'strict' })
    expect(second.report).toMatchObject({ verdict: 'ok', hostKey: { status: 'known' } })
    const answer = execFileSync('ssh', [
      ...['-F', 'none', '-i', key.path, '-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes'],
      ...['-o', 'StrictHostKeyChecking=yes', '-o', `UserKnownHostsFile=${bench.knownHostsFile}`],
      ...['-p', String(sshd.port), `${sshd.user}@127.0.0.1`, 'echo agreed'],
    ])
    expect(answer.toString()).toBe('agreed\n')
  })

  test('changed: both fingerprints, why it is normal, and forgetting exactly this entry as the fix', async () => {
    const old = strangeHostKey()
    writeFileSync(bench.knownHostsFile, `${name()} ${old}\n`)
    const { report } = await bench.run({ target: targetOf(sshd, 'runpod-direct') })
    expect(report).toMatchObject({
      verdict: 'failed',
      cause: 'host-key-changed',
      hostKey: { status: 'changed', recorded: [{ type: 'ssh-ed25519', line: 1 }] },
    })
    expect(report.explanation).toContain(hostKey(0).sha256)
    expect(report.explanation).toContain(report.hostKey?.recorded[0]?.sha256)
    expect(report.explanation).toContain('With rented pods this is normal')
    expect(report.fixes[0]).toEqual({
      kind: 'call',
      method: 'knownHosts.forget',
      params: { host: '127.0.0.1', port: sshd.port },
      label: `Forget the old key of ${name()}`,
    })
    expect(stateOf(report, 'auth')).toBe('skipped')
    expect(readFileSync(bench.knownHostsFile, 'utf8')).toBe(`${name()} ${old}\n`)
  })

  test('revoked: no way on is offered', async () => {
    writeFileSync(
      bench.knownHostsFile,
      `${name()} ${hostKey(0).line}\n@revoked * ${hostKey(0).line}\n`,
    )
    const { report } = await bench.run({ target: targetOf(sshd) })
    expect(report).toMatchObject({ cause: 'host-key-revoked', hostKey: { status: 'revoked' } })
    expect(report.fixes.some((fix) => fix.kind === 'call')).toBe(false)
  })

  test('only the RSA key is recorded: the server is asked for that one first, as ssh does', async () => {
    writeFileSync(bench.knownHostsFile, `${name()} ${hostKey(1).line}\n`)
    const { report } = await bench.run({ target: targetOf(sshd), hostKeyPolicy: 'strict' })
    expect(report).toMatchObject({ verdict: 'ok', hostKey: { type: 'ssh-rsa', status: 'known' } })
  })

  test('a hashed entry counts', async () => {
    writeFileSync(bench.knownHostsFile, `${name()} ${hostKey(0).line}\n`)
    execFileSync('ssh-keygen', ['-H', '-f', bench.knownHostsFile], { stdio: 'ignore' })
    expect(readFileSync(bench.knownHostsFile, 'utf8')).toMatch(/^\|1\|/)
    const { report } = await bench.run({ target: targetOf(sshd), hostKeyPolicy: 'strict' })
    expect(report).toMatchObject({ verdict: 'ok', hostKey: { status: 'known' } })
  })

  describe.each<readonly [string, (file: string) => void, string]>([
    ['a folder', (file) => mkdirSync(file), 'not an ordinary file'],
    ['a link to itself', (file) => symlinkSync('known_hosts', file), 'circle'],
    ['a pipe', (file) => execFileSync('mkfifo', [file]), 'not an ordinary file'],
    ['the null device', (file) => symlinkSync('/dev/null', file), 'not an ordinary file'],
  ])('known_hosts is %s', (_, make, reason) => {
    test('accept-new: the login is tested all the same, and it is said that nothing was recorded', async () => {
      make(bench.knownHostsFile)
      const { report } = await bench.run({ target: targetOf(sshd) })
      expect(report).toMatchObject({ verdict: 'ok', hostKey: { status: 'new' } })
      const stage = report.stages.find(({ id }) => id === 'host-key')
      expect(stage?.state).toBe('warning')
      expect(stage?.detail).toContain('could not be recorded')
      expect(stage?.detail).toContain(reason)
    })
  })

  test('strict, with a known_hosts that cannot be read: the file is the cause, and accepting no way on', async () => {
    mkdirSync(bench.knownHostsFile)
    const { report } = await bench.run({ target: targetOf(sshd), hostKeyPolicy: 'strict' })
    expect(report).toMatchObject({ verdict: 'failed', cause: 'host-key-new' })
    expect(report.explanation).toContain(`${bench.knownHostsFile}: it is a folder`)
    expect(report.fixes.map(({ kind }) => kind)).not.toContain('call')
  })

  test('known_hosts2 counts although known_hosts cannot be read', async () => {
    mkdirSync(bench.knownHostsFile)
    writeFileSync(`${bench.knownHostsFile}2`, `${name()} ${hostKey(0).line}\n`)
    const { report } = await bench.run({ target: targetOf(sshd), hostKeyPolicy: 'strict' })
    expect(report).toMatchObject({ verdict: 'ok', hostKey: { status: 'known' } })
  })
})
