/** The command line: how it answers, what it exits with, and what never goes through argv. */

import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { resolvePaths } from '../../../main/storage/index.ts'
import { keypilot } from './keypilot.ts'

const { sshDir } = resolvePaths()
const SECRET = 'correct horse battery'

beforeEach(() => rmSync(sshDir, { recursive: true, force: true }))

describe('help and version', () => {
  it('names every command and exit code', async () => {
    const { code, out } = await keypilot(['--help'])
    expect(code).toBe(0)
    for (const word of ['open', 'keys', 'new', 'check-paste', 'test', 'call', '130', 'NO_COLOR']) {
      expect(out).toContain(word)
    }
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  })

  it.each(['open', 'keys', 'new', 'check-paste', 'test', 'call'])('explains %s', async (name) => {
    const asOption = await keypilot([name, '--help'])
    expect(asOption.code).toBe(0)
    expect(asOption.out).toContain(`keypilot ${name}`)
    expect(await keypilot(['help', name])).toEqual(asOption)
  })

  it('prints the version', async () => {
    expect(await keypilot(['--version'])).toMatchObject({ code: 0, out: '1.2.3\n' })
  })

  it('is an error when nothing was asked for', async () => {
    const { code, out, err } = await keypilot([])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('Usage')
  })
})

describe('a command line that is not understood', () => {
  it.each([
    [['kyes'], 'Did you mean "keys"?'],
    [['help', 'nope'], 'There is no command "nope"'],
    [['--frobnicate'], 'There is no option --frobnicate'],
    [['keys', '--jsn'], 'Did you mean --json?'],
    [['keys', 'extra'], 'one argument too many'],
    [['new', '--type'], 'argument missing'],
    [['new', '--type', 'dsa'], 'Choose ed25519, ecdsa, rsa'],
    [['new', '--bits', 'many'], 'not a number of bits'],
    [['new', '--passphrase', SECRET], 'Did you mean --passphrase-stdin?'],
    [['test'], 'Put it in quotes'],
    [['test', 'ssh', 'root@203.0.113.7'], 'Put quotes around'],
    [['call'], 'Which method?'],
    [['check-paste', '/no/such/file'], 'could not be read (ENOENT)'],
  ])('%j exits with 2 and a hint', async (args, hint) => {
    const { code, out, err } = await keypilot(args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(hint)
    expect(err).toMatch(/See "keypilot help/)
  })
})

describe('what stands in the command line', () => {
  const KEY = `-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE${'A'.repeat(400)}`

  it.each([
    [[KEY]],
    [['keys', KEY]],
    [['help', KEY]],
    [['check-paste', KEY]],
    [['check-paste', '--', KEY]],
    [['keys', '--', KEY]],
    [['new', `--type=${KEY}`]],
    [['test', `--key=${KEY}`, 'ssh a@b.example']],
    [['test', '--', KEY]],
    [['call', 'keys.list', '--', KEY]],
  ])('is not repeated where it is a private key (%#)', async (args) => {
    const { out, err } = await keypilot(args)
    expect(out + err).not.toContain('b3BlbnNzaC1rZXktdjEAAAA')
    expect(out + err).not.toBe('')
  })

  it('cannot command the terminal', async () => {
    for (const args of [['\u001b]0;x\u0007'], ['keys', '\u001b[2J'], ['keys', '--\u001b[2J']]) {
      expect((await keypilot(args)).err).not.toContain('\u001b')
    }
  })
})

describe('keypilot call', () => {
  it('prints the envelope as one line', async () => {
    const { code, out } = await keypilot(['call', 'settings.read'])
    expect(code).toBe(0)
    expect(out.trimEnd()).not.toContain('\n')
    expect(JSON.parse(out)).toMatchObject({ ok: true, value: { theme: 'system' } })
  })

  it('exits with 1 when the call fails', async () => {
    const { code, out } = await keypilot(['call', 'nope', '{}'])
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ ok: false, error: { code: 'unknown-method' } })
  })

  it('says when the parameters are no JSON', async () => {
    const { code, out } = await keypilot(['call', 'keys.list', '{name:1}'])
    expect(code).toBe(1)
    expect(JSON.parse(out).error.message).toContain('not valid JSON')
  })

  it.each([{ passphrase: SECRET }, { deep: [{ newPassphrase: SECRET }] }])(
    'refuses a passphrase in argv: %j',
    async (extra) => {
      const params = JSON.stringify({ name: 'k', comment: 'me', ...extra })
      const { code, out, err } = await keypilot(['call', 'keys.generate', params])
      expect(code).toBe(1)
      expect(JSON.parse(out).error.message).toContain('standard input')
      expect(out + err).not.toContain(SECRET)
    },
  )

  it('takes one from standard input', async () => {
    const input = JSON.stringify({ name: 'k', comment: 'me', passphrase: SECRET })
    const { code, out } = await keypilot(['call', 'keys.generate', '-'], { input })
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ ok: true, value: { name: 'k', encrypted: true } })
    expect(out).not.toContain(SECRET)
  })
})

describe('keypilot new and keys', () => {
  it('makes a key and lists it', async () => {
    const made = await keypilot(['new', '--comment', 'me@laptop'])
    expect(made.code).toBe(0)
    expect(made.out).toContain('Made the key pair id_ed25519')
    expect(made.out).toMatch(/^ssh-ed25519 [A-Za-z0-9+/=]+ me@laptop$/m)
    expect(made.asked).toEqual([])
    expect(made.err).toBe('')
    expect(statSync(join(sshDir, 'id_ed25519')).mode & 0o777).toBe(0o600)
    const listed = await keypilot(['keys'])
    expect(listed.code).toBe(0)
    expect(listed.out).toMatch(/^id_ed25519 +ed25519 +none +SHA256:\S{43} +me@laptop$/m)
  })

  it('never overwrites one', async () => {
    await keypilot(['new', 'mine'])
    const again = await keypilot(['new', 'mine'])
    expect(again.code).toBe(1)
    expect(again.err).toContain('mine')
    expect(readdirSync(sshDir).sort()).toEqual(['mine', 'mine.pub'])
  })

  it('takes a passphrase from standard input, of which it shows nothing', async () => {
    const input = `${SECRET}\r\n`
    const made = await keypilot(['new', 'k', '--passphrase-stdin', '--json'], { input })
    expect(JSON.parse(made.out)).toMatchObject({ ok: true, value: { encrypted: true } })
    expect(made.out + made.err).not.toContain(SECRET)
  })

  it('does not make an unprotected key because the pipe was empty', async () => {
    const made = await keypilot(['new', 'k', '--passphrase-stdin'], { input: '' })
    expect(made.code).toBe(2)
    expect(await keypilot(['keys'])).toMatchObject({ out: expect.stringContaining('no keys') })
  })

  it('asks twice on a terminal', async () => {
    const answers = [SECRET, 'a slip', SECRET, SECRET]
    const made = await keypilot(['new', 'k'], { interactive: true, answers })
    expect(made.code).toBe(0)
    expect(made.asked).toHaveLength(4)
    expect(made.err).toContain('not the same')
    expect(made.out).toMatch(/Passphrase +yes/)
    expect(made.out + made.err).not.toContain(SECRET)
  })

  it('makes nothing when the person leaves the question', async () => {
    const made = await keypilot(['new', 'k'], { interactive: true, answers: [SECRET] })
    expect(made.code).toBe(1)
    expect(made.err).toContain('No key was made')
    expect(await keypilot(['keys'])).toMatchObject({ out: expect.stringContaining('no keys') })
  })

  it('does not let a comment take over the terminal', async () => {
    mkdirSync(sshDir, { mode: 0o700 })
    const blob = 'AAAAC3NzaC1lZDI1NTE5AAAAINdkMhVRrlrkyEXCLjYlcNQCnnUGSbTxcnNwUMKsrGJm'
    writeFileSync(join(sshDir, 'x.pub'), `ssh-ed25519 ${blob} \u001b[2Jgone\u009b1m\n`)
    const { out } = await keypilot(['keys'])
    expect(out).toContain('x')
    expect(out).not.toMatch(/[\u001b\u009b]/)
  })
})

describe('keypilot check-paste', () => {
  const line =
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdkMhVRrlrkyEXCLjYlcNQCnnUGSbTxcnNwUMKsrGJm me@laptop'

  it('is content with a good line', async () => {
    const { code, out } = await keypilot(['check-paste'], { input: `${line}\n` })
    expect(code).toBe(0)
    expect(out).toContain('as it is')
  })

  it('finds a fingerprint, and exits with 1', async () => {
    const input = 'SHA256:Zx1YyW1PzvdFpmaBCdW8XmoaiHtl2n7nFzUuUlbJ6Wk'
    const { code, out } = await keypilot(['check-paste'], { input })
    expect(code).toBe(1)
    expect(out).toMatch(/fingerprint/i)
    const json = await keypilot(['check-paste', '--json'], { input })
    expect(json.code).toBe(1)
    expect(JSON.parse(json.out)).toMatchObject({ ok: true, value: { ok: false } })
  })

  it('says whether the key is among the lines', async () => {
    await keypilot(['new', 'mine'])
    const absent = await keypilot(['check-paste', '--key', 'mine'], { input: line })
    expect(absent.code).toBe(1)
    expect(absent.out).toContain('not among the lines')
    const unknown = await keypilot(['check-paste', '--key', 'other'], { input: line })
    const unknownAsJson = await keypilot(['check-paste', '--key', 'other', '--json'])
    expect(JSON.parse(unknownAsJson.out)).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(unknown).toMatchObject({
      code: 1,
      err: expect.stringContaining('no key called "other"'),
    })
  })

  it('repeats nothing of a private key', async () => {
    const input =
      '-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0c2VjcmV0\n-----END OPENSSH PRIVATE KEY-----\n'
    const { code, out, err } = await keypilot(['check-paste'], { input })
    expect(code).toBe(1)
    expect(out + err).not.toContain('c2VjcmV0')
  })
})

describe('a question about removing something', () => {
  const forget = ['call', 'knownHosts.forget', '{"host":"pod.example","port":22}']
  const entry =
    'pod.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdkMhVRrlrkyEXCLjYlcNQCnnUGSbTxcnNwUMKsrGJm\n'
  const knownHosts = join(sshDir, 'known_hosts')

  beforeEach(() => {
    mkdirSync(sshDir, { mode: 0o700 })
    writeFileSync(knownHosts, entry)
  })

  it.each([
    ['is a no where nobody can be asked', [], {}],
    ['is a no after Enter', [], { interactive: true, answers: [''] }],
  ])('%s', async (_name, args, options) => {
    const { code, out, err } = await keypilot([...forget, ...args], options)
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ ok: false, error: { code: 'declined' } })
    expect(err).toContain('pod.example')
    expect(readFileSync(knownHosts, 'utf8')).toBe(entry)
  })

  it.each([
    ['is a yes after y', [], { interactive: true, answers: ['y'] }],
    ['is a yes with --yes', ['--yes'], {}],
  ])('%s', async (_name, args, options) => {
    const { code } = await keypilot([...forget, ...args], options)
    expect(code).toBe(0)
    expect(readFileSync(knownHosts, 'utf8')).toBe('')
  })
})

it('says in plain words when the interface is missing', async () => {
  const { code, err } = await keypilot(['open', '--no-browser'])
  expect(code).toBe(1)
  expect(err).toContain('npm run build')
  expect(err).not.toMatch(/ at .*:\d+/)
})

describe('colour', () => {
  it('is used on a terminal only', async () => {
    const plain = await keypilot(['help'])
    const styled = await keypilot(['help'], { styled: true })
    expect(plain.out).not.toContain('\u001b[')
    expect(styled.out).toContain('\u001b[1mUsage\u001b[22m')
  })
})
