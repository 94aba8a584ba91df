/** `keypilot find-key`: against a real sshd, and with services that are stood in for. */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createKeypilot } from '../../../main/app.ts'
import type { FindKeyParams, FindKeyReport } from '../../../main/contract/methods.ts'
import { resolvePaths } from '../../../main/storage/index.ts'
import { makeKey } from '../../main/connection/support.ts'
import { startSshd, whyNoSshd } from '../../support/servers/index.ts'
import type { Start } from '../conformance.ts'
import type { FakeTerminalOptions } from './fake-terminal.ts'
import { keypilot } from './keypilot.ts'

const REPORT: FindKeyReport = {
  target: { user: 'root', host: '203.0.113.7', port: 10022, kind: 'runpod-direct' },
  keys: [
    { keyId: 'SHA256:a', name: 'id_ed25519', source: 'file', state: 'refused', detail: '' },
    { keyId: 'SHA256:b', name: 'work', source: 'file-and-agent', state: 'accepted', detail: '' },
    {
      keyId: 'SHA256:c',
      name: 'old',
      source: 'file',
      state: 'not-tried',
      detail: 'Only its public half is here.',
    },
  ],
  accepted: ['SHA256:b'],
  connections: 1,
  stopped: null,
  hostKey: null,
  failure: null,
}
const NEW_HOST: FindKeyReport = {
  ...REPORT,
  keys: [],
  accepted: [],
  hostKey: { type: 'ssh-ed25519', sha256: 'SHA256:abc', status: 'new', key: 'AAAA', recorded: [] },
  failure: {
    cause: 'host-key-new',
    title: 'A server that is new to you',
    explanation: 'Nobody has seen it before.',
    fixes: [],
  },
}

const findKey = (
  args: readonly string[],
  options: FakeTerminalOptions & { readonly start?: Start } = {},
) => keypilot(['find-key', ...args], options)

/** Services that answer with these reports, one after the other, and remember what was asked. */
function answering(reports: readonly FindKeyReport[]) {
  const called: FindKeyParams[] = []
  const left = [...reports]
  const start: Start = (options) => ({
    ...createKeypilot(options),
    async dispatch(method, params, context) {
      called.push(params as FindKeyParams)
      if (method === 'connection.findKey') {
        context.progress({ method, progress: { kind: 'keys-tried', tried: 2, total: 3 } })
      }
      return { ok: true, value: left.shift() }
    },
  })
  return { start, called }
}

describe('keypilot find-key', () => {
  it('shows every key and the one that is accepted', async () => {
    const { start, called } = answering([REPORT])
    const { code, out } = await findKey(['root@203.0.113.7', '-p', '10022'], { start })
    expect(code).toBe(0)
    expect(out).toBe(
      [
        '✗ id_ed25519  SHA256:a',
        '✓ work        SHA256:b  file, and in the ssh-agent',
        '- old         SHA256:c',
        '    Only its public half is here.',
        '',
        '✓ It accepts work',
        '  It took one connection.',
        '',
      ].join('\n'),
    )
    expect(called).toEqual([{ command: 'ssh root@203.0.113.7 -p 10022', hostKeyPolicy: 'ask' }])
  })

  it('exits with 1 when there is none, and says why it stopped', async () => {
    const stopped = 'After 3 connections the server takes no more for now.'
    const { start } = answering([{ ...REPORT, keys: [], accepted: [], connections: 3, stopped }])
    const { code, out } = await findKey(['ssh root@203.0.113.7'], { start })
    expect(code).toBe(1)
    expect(out).toContain('accepted none')
    expect(out).toContain(stopped)
  })

  it('asks before a new server is shown any key, and goes on after a yes', async () => {
    const { start, called } = answering([NEW_HOST, REPORT])
    const { code, err, asked } = await findKey(['root@203.0.113.7'], {
      start,
      interactive: true,
      answers: ['y'],
    })
    expect(code).toBe(0)
    expect(err).toContain('SHA256:abc')
    expect(asked).toHaveLength(1)
    expect(called.map(({ hostKeyPolicy }) => hostKeyPolicy)).toEqual(['ask', 'accept-new'])
  })

  it('stops at a new server after a no, and where nobody can be asked', async () => {
    for (const options of [{ interactive: true, answers: ['n'] }, {}]) {
      const { start, called } = answering([NEW_HOST])
      const { code, out } = await findKey(['root@203.0.113.7'], { start, ...options })
      expect(code).toBe(1)
      expect(out).toContain('A server that is new to you')
      expect(called).toHaveLength(1)
    }
  })

  it('prints the envelope as JSON', async () => {
    const { start } = answering([REPORT])
    const { code, out } = await findKey(['root@203.0.113.7', '--json', '--new-host'], { start })
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({ ok: true, value: REPORT })
  })

  it.each([
    [[], 'Which server?'],
    [['root@pod', '-p', 'x'], '"x" is not a port'],
    [['root@pod', 'more'], 'one argument too many'],
  ])('%j is not understood', async (args, message) => {
    const { code, err } = await findKey(args)
    expect(code).toBe(2)
    expect(err).toContain(message)
  })

  it('says what is no command', async () => {
    const { code, err } = await findKey(['hello there'])
    expect(code).toBe(1)
    expect(err).toContain('not an SSH command')
  })

  it('has a help text', async () => {
    const { code, out } = await findKey(['--help'])
    expect(code).toBe(0)
    expect(out).toContain('--new-host')
    expect(out).toContain('no passphrase is needed')
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  it.skipIf(whyNoSshd() !== null)('finds the key of a real sshd', async () => {
    const { sshDir } = resolvePaths()
    rmSync(sshDir, { recursive: true, force: true })
    mkdirSync(sshDir, { recursive: true, mode: 0o700 })
    makeKey(join(sshDir, 'wrong'))
    const right = makeKey(join(sshDir, 'right'), ['-N', 'correct horse'])
    const sshd = await startSshd({ authorizedKeys: [right.publicLine] })
    const known = `[127.0.0.1]:${sshd.port} ${sshd.hostKeys[0]?.line}\n`
    writeFileSync(join(sshDir, 'known_hosts'), known)
    const place = [`${sshd.user}@127.0.0.1`, '-p', String(sshd.port)]
    const found = await findKey(place)
    rmSync(right.path)
    rmSync(`${right.path}.pub`)
    const missing = await findKey(place)
    await sshd.stop()
    expect(found.code).toBe(0)
    expect(found.out).toContain('It accepts right')
    expect(missing.code).toBe(1)
  })
})
