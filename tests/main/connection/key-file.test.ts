/** Faults of the key file, in whole tests against the real OpenSSH server. */

import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Sshd, startSshd, whyNoSshd } from '../../support/servers/index.ts'
import { type Bench, createBench, type MadeKey, stateOf, targetOf } from './support.ts'

describe.skipIf(whyNoSshd() !== null)('with the real sshd', () => {
  let bench: Bench
  let key: MadeKey
  let sshd: Sshd

  beforeAll(async () => {
    sshd = await startSshd({ authorizedKeys: [] })
  })
  afterAll(() => sshd.stop())
  beforeEach(async () => {
    bench = createBench()
    key = bench.makeKey('id_ed25519')
    await sshd.authorize(key.publicLine)
  })

  describe('the key file', () => {
    test('the path that the console shows to everyone is replaced by the best key, and that is said', async () => {
      const other = bench.makeKey('runpod')
      await sshd.authorize(other.publicLine)
      rmSync(key.path)
      rmSync(`${key.path}.pub`)
      const { report } = await bench.run({
        command: `ssh ${sshd.user}@127.0.0.1 -p ${sshd.port} -i ~/.ssh/id_ed25519`,
      })
      expect(report).toMatchObject({ verdict: 'ok', acceptedKey: other.id })
      expect(report.stages[0]).toMatchObject({ id: 'local', state: 'warning' })
      expect(report.stages[0]?.detail).toContain('website always shows')
    })

    test('a key chosen by its id wins over the command', async () => {
      const other = bench.makeKey('runpod')
      await sshd.authorize(other.publicLine)
      const { report } = await bench.run({
        command: `ssh ${sshd.user}@127.0.0.1 -p ${sshd.port} -i ~/.ssh/id_ed25519`,
        keyId: other.id,
      })
      expect(report).toMatchObject({ verdict: 'ok', acceptedKey: other.id })
    })

    test('a path that the person wrote and that is missing', async () => {
      const { report } = await bench.run({
        command: `ssh ${sshd.user}@127.0.0.1 -p ${sshd.port} -i ~/keys/nowhere`,
      })
      expect(report).toMatchObject({ verdict: 'failed', cause: 'key-file-missing' })
      expect(report.explanation).toContain('id_ed25519')
      expect(report.fixes[0]).toMatchObject({ kind: 'ask', ask: 'choose-key' })
      expect(report.stages.slice(1).every(({ state }) => state === 'skipped')).toBe(true)
    })

    test('no key at all', async () => {
      rmSync(key.path)
      rmSync(`${key.path}.pub`)
      const { report } = await bench.run({ target: targetOf(sshd) })
      expect(report).toMatchObject({ cause: 'no-key' })
      expect(report.fixes[0]).toMatchObject({ ask: 'generate-key' })
    })

    test('an id that is gone, and a pair of which only the public half is here', async () => {
      const gone = await bench.run({ target: targetOf(sshd), keyId: 'SHA256:nothing' })
      expect(gone.report).toMatchObject({ cause: 'no-key' })
      rmSync(key.path)
      const half = await bench.run({ target: targetOf(sshd), keyId: key.id })
      expect(half.report).toMatchObject({ cause: 'no-key' })
      expect(half.report.explanation).toContain('public half')
    })

    test.each([
      ['CRLF line ends', (text: string) => text.replaceAll('\n', '\r\n')],
      ['the second half missing', (text: string) => text.slice(0, text.length / 2)],
      ['nothing', () => ''],
    ])('damaged: %s', async (_name, damage) => {
      writeFileSync(key.path, damage(readFileSync(key.path, 'utf8')))
      const { report } = await bench.run({ target: targetOf(sshd), identityFile: key.path })
      expect(report).toMatchObject({ verdict: 'failed', cause: 'key-file-unreadable' })
      expect(stateOf(report, 'tcp')).toBe('skipped')
    })

    test('the public half in place of the private one', async () => {
      const { report } = await bench.run({
        target: targetOf(sshd),
        identityFile: `${key.path}.pub`,
      })
      expect(report).toMatchObject({ cause: 'key-file-unreadable' })
    })

    test('open to others: ssh would ignore it', async () => {
      chmodSync(key.path, 0o644)
      const { report } = await bench.run({ target: targetOf(sshd), identityFile: key.path })
      expect(report).toMatchObject({ verdict: 'failed', cause: 'key-permissions' })
      const [repair, fix] = report.fixes
      expect(repair).toMatchObject({ kind: 'call', method: 'permissions.plan' })
      expect(fix?.kind === 'copy' && fix.text).toContain(key.path)
      expect(statSync(key.path).mode & 0o777).toBe(0o644)
    })

    test('locked: needed, then wrong', async () => {
      const locked = bench.makeKey('locked', ['-N', 'correct horse'])
      const params = { target: targetOf(sshd), identityFile: locked.path }
      const needed = await bench.run(params)
      expect(needed.report).toMatchObject({ cause: 'passphrase-needed', key: { id: locked.id } })
      expect(needed.report.fixes[0]).toMatchObject({ ask: 'passphrase' })
      const wrong = await bench.run({ ...params, passphrase: 'wrong horse' })
      expect(wrong.report).toMatchObject({ cause: 'passphrase-wrong' })
      expect(JSON.stringify(wrong.report)).not.toContain('wrong horse')
    })

    test('a .pub that belongs to another key: ssh would offer that one; the copied command repairs it', async () => {
      const other = bench.makeKey('other')
      writeFileSync(`${key.path}.pub`, `${other.publicLine}\n`)
      const params = { target: targetOf(sshd), identityFile: key.path }
      const { report } = await bench.run(params)
      expect(report).toMatchObject({ verdict: 'failed', cause: 'public-key-mismatch' })
      const [repair, fix] = report.fixes
      expect(repair).toMatchObject({ method: 'keys.repair', params: { path: key.path } })
      execFileSync('sh', ['-c', fix?.kind === 'copy' ? fix.text : 'false'])
      expect(readFileSync(`${key.path}.pub.old`, 'utf8')).toBe(`${other.publicLine}\n`)
      expect((await bench.run(params)).report).toMatchObject({ verdict: 'ok', acceptedKey: key.id })
    })
  })
})
