/** The RunPod account's keys on a terminal, against the local server. */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resolvePaths } from '../../../main/storage/index.ts'
import { newLine } from '../../main/runpod/account-keys/support.ts'
import { type RunpodApiServer, startRunpodApi } from '../../support/runpod-api/index.ts'
import type { FakeTerminalOptions } from './fake-terminal.ts'
import { keypilot as runKeypilot } from './keypilot.ts'

const { sshDir, dataDir } = resolvePaths()
let server: RunpodApiServer
let mine: string

beforeEach(async () => {
  rmSync(sshDir, { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
  mkdirSync(sshDir, { mode: 0o700 })
  mine = newLine('me@laptop')
  writeFileSync(join(sshDir, 'work.pub'), `${mine}\n`)
  server = await startRunpodApi({ keys: [newLine('ci@server')] })
  process.env.KEYPILOT_RUNPOD_URL = server.url
  process.env.RUNPOD_API_KEY = server.apiKey
})
afterEach(async () => {
  delete process.env.KEYPILOT_RUNPOD_URL
  delete process.env.RUNPOD_API_KEY
  await server.stop()
})

const keypilot = (args: readonly string[], options: FakeTerminalOptions = {}) =>
  runKeypilot(args, { width: 200, ...options })

const answering = (...answers: readonly string[]) => ({ interactive: true, answers })
const puts = () => server.requests.filter(({ method }) => method === 'PUT')

describe('the list', () => {
  it('tells each key, whose it is, and what is wrong with it', async () => {
    server.setKeys([mine, newLine('b'), 'SHA256:abc', `${newLine('x')} ${newLine('y')}`])
    const { code, out } = await keypilot(['account-keys'])
    expect(out).toMatch(/^ssh-ed25519 SHA256:\S+ me@laptop {2}your key work$/m)
    expect(out).toContain('✗ This is a fingerprint, not the key')
    expect(out).toContain('! Several keys were on one line')
    expect(out).toContain('    keypilot account-keys repair\n')
    expect(code).toBe(1)
    expect(puts()).toEqual([])
  })

  it('in order it ends well, as JSON too', async () => {
    expect((await keypilot(['account-keys'])).code).toBe(0)
    const { out } = await keypilot(['account-keys', '--json'])
    expect(JSON.parse(out)).toMatchObject({ ok: true, value: { keys: [{ comment: 'ci@server' }] } })
  })

  it('an entry cannot command the terminal', async () => {
    server.setKeys([`${newLine('\u001b[31mred')}\u202e`])
    const { out } = await keypilot(['account-keys'])
    expect(out).not.toContain('\u001b')
    expect(out).not.toContain('\u202e')
  })

  it('without an API key says so', async () => {
    delete process.env.RUNPOD_API_KEY
    const { code, err } = await keypilot(['account-keys'])
    expect(code).toBe(1)
    expect(err).toMatch(/API key/)
    expect(server.requests).toEqual([])
  })

  it('on a terminal it is asked for, and kept for this run alone', async () => {
    delete process.env.RUNPOD_API_KEY
    const { code, out, err, asked } = await keypilot(
      ['publish', 'work'],
      answering(server.apiKey, 'y'),
    )
    expect(asked).toEqual(['RunPod API key (not shown): ', 'Change this? [y/N] '])
    expect(code).toBe(0)
    expect(server.keys).toContain(mine)
    expect(out + err).not.toContain(server.apiKey)
  })
})

describe('publish', () => {
  it('shows the difference, asks, writes, and says how to go back', async () => {
    const { code, out, asked } = await keypilot(['publish', 'work'], answering('y'))
    expect(asked).toEqual(['Change this? [y/N] '])
    expect(out).toMatch(
      /^Publish the key work\n {4}1 entry stays as it is\n {2}\+ ssh-ed25519 SHA256:\S+ me@laptop$/m,
    )
    expect(out).toMatch(/✓ Publish the key work: done\. Entries on the account: 2\./)
    expect(out).toMatch(/keypilot account-keys restore 20\S+\n$/)
    expect(code).toBe(0)
    expect(server.keys.at(-1)).toBe(mine)
  })

  it('a no changes nothing', async () => {
    const { code, err } = await keypilot(['publish', 'work'], answering('n'))
    expect([code, err]).toEqual([1, 'Nothing was changed.\n'])
    expect(puts()).toEqual([])
  })

  it('where nobody can be asked it needs --yes', async () => {
    const refused = await keypilot(['publish', 'work'])
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('add --yes')
    expect(puts()).toEqual([])
    expect((await keypilot(['publish', 'work', '--yes'])).code).toBe(0)
    expect(puts()).toHaveLength(1)
  })

  it('a key that is there already is not sent', async () => {
    server.setKeys([`${mine.split(' ').slice(0, 2).join(' ')} other name`])
    const { code, out } = await keypilot(['publish', 'work', '--yes'])
    expect(code).toBe(0)
    expect(out).toContain('This key is on your account already')
    expect(puts()).toEqual([])
  })

  it('takes pasted keys, and no private one', async () => {
    const other = newLine('pasted')
    await keypilot(['publish', '-', '--yes'], { input: `"${other}"\r\n` })
    expect(server.keys).toContain(other)
    const secret = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n'
    const { code, err } = await keypilot(['publish', '-', '--yes'], { input: secret })
    expect(code).toBe(1)
    expect(err).toContain('private key')
    expect(err).not.toContain('b3Blb')
  })

  it('answers in JSON only with a yes', async () => {
    expect((await keypilot(['publish', 'work', '--json'])).code).toBe(2)
    const { out } = await keypilot(['publish', 'work', '--json', '--yes'])
    expect(JSON.parse(out)).toMatchObject({ ok: true, value: { backup: { count: 1 } } })
  })

  it.each([[[]], [['nothing']], [['-']]])('an unusable argument: %j', async (args) => {
    expect((await keypilot(['publish', ...args])).code).toBeGreaterThan(0)
    expect(server.requests).toEqual([])
  })
})

describe('unpublish', () => {
  it.each(['work', 'me@laptop', 'fingerprint', 'text'])(
    'finds the entry by its %s',
    async (how) => {
      server.setKeys([newLine('b'), mine])
      const { out } = await keypilot(['account-keys', '--json'])
      const { fingerprint } = JSON.parse(out).value.keys[1]
      const named = { fingerprint, text: mine }[how] ?? how
      const { code, asked, err } = await keypilot(['unpublish', named], answering('y'))
      expect([code, asked]).toEqual([0, ['Remove entry? [y/N] ']])
      expect(err).toContain('Kept as they are: 1')
      expect(server.keys).not.toContain(mine)
    },
  )

  it('a name of two keys is not guessed', async () => {
    server.setKeys([newLine('same'), newLine('same')])
    const { code, err } = await keypilot(['unpublish', 'same', '--yes'])
    expect(code).toBe(1)
    expect(err).toMatch(/Several keys are called "same"[\s\S]*SHA256:[\s\S]*SHA256:/)
    expect(puts()).toEqual([])
  })

  it('the last key goes only with the word, even with --yes', async () => {
    const refused = await keypilot(['unpublish', '--all', '--yes'])
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('"remove all"')
    expect((await keypilot(['unpublish', '--all'], answering('yes'))).code).toBe(1)
    expect(puts()).toEqual([])
    const typed = await keypilot(['unpublish', '--all'], answering('remove all', 'y'))
    expect([typed.code, server.keys]).toEqual([0, []])
    server.setKeys([mine])
    const inScript = ['unpublish', '--all', '--yes', '--word', 'remove all']
    expect((await keypilot(inScript)).code).toBe(0)
    expect(server.keys).toEqual([])
  })

  it.each([[[]], [['x', '--all']]])('needs one of the two: %j', async (args) => {
    expect((await keypilot(['unpublish', ...args])).code).toBe(2)
  })
})

describe('repair and copies', () => {
  it('a repair shows what was and what will be', async () => {
    const [one, two] = [newLine('x'), newLine('y')]
    server.setKeys([`${one} ${two}`])
    const { out, code } = await keypilot(['account-keys', 'repair'], answering('y'))
    expect(out).toMatch(/^ {2}- ssh-ed25519 \S+…\S+ x ssh-ed25519 /m)
    expect(out.match(/^ {2}\+ ssh-ed25519 /gm)).toHaveLength(2)
    expect(code).toBe(0)
    expect(server.keys).toEqual([one, two])
  })

  it('a copy is listed and restored', async () => {
    expect((await keypilot(['account-keys', 'copies'])).out).toContain('no copies yet')
    const before = server.keys
    await keypilot(['unpublish', '--all', '--yes', '--word', 'remove all'])
    const { out } = await keypilot(['account-keys', 'copies'])
    const [id = ''] = /^\S+/.exec(out) ?? []
    expect(out).toMatch(/1 entry {2}before: Remove “ci@server”/)
    expect((await keypilot(['account-keys', 'restore', id], answering('y'))).code).toBe(0)
    expect(server.keys).toEqual(before)
  })

  it.each([[['restore']], [['remove']], [['repair', 'x']], [['restore', 'nowhere']]])(
    'an unusable argument: %j',
    async (args) => {
      expect((await keypilot(['account-keys', ...args])).code).toBeGreaterThan(0)
      expect(puts()).toEqual([])
    },
  )
})

it('the API key is in nothing that is printed', async () => {
  const runs = [
    await keypilot(['account-keys', '--json']),
    await keypilot(['publish', 'work', '--yes']),
    await keypilot(['help', 'publish']),
  ]
  expect(JSON.stringify(runs)).not.toContain(server.apiKey)
})
