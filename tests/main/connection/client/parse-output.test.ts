import { describe, expect, test } from 'vitest'
import { parseOutput, WORDINGS } from '../../../../main/connection/client/parse-output.ts'
import { SITUATIONS } from './situations.ts'
import { filesOnDisk, transcripts } from './vectors.ts'

const ALL = transcripts()
const textOf = (file: string) => ALL.find((one) => one.file === file)?.text ?? ''
const factsOf = (file: string) => parseOutput(textOf(file)).facts
const FINGERPRINT = `SHA256:${'x'.repeat(43)}`

test('every transcript is in the table, and every measured one has its situation', () => {
  expect(ALL.map(({ file }) => file).toSorted()).toEqual(filesOnDisk().toSorted())
  const measured = ALL.filter((one) => one.measured).map(({ file }) => file)
  expect(measured.toSorted()).toEqual(Object.keys(SITUATIONS).toSorted())
  expect(ALL.length).toBeGreaterThanOrEqual(60)
})

test.each(ALL.map((one) => [one.file, one] as const))('%s', (_file, { text, cause, stage }) => {
  const reading = parseOutput(text)
  expect([reading.cause, reading.stage]).toEqual([cause, stage])
  expect(reading.evidence.length).toBeLessThanOrEqual(10)
  // Evidence is quoted, never made up.
  for (const line of reading.evidence) expect(text).toContain(line)
  if (cause !== null) expect(reading.evidence).not.toEqual([])
})

test.each(ALL.map((one) => [one.file, one] as const))(
  '%s reads the same with the other line ends and behind a message of the day',
  (_file, { text, cause, stage }) => {
    const unix = text.replaceAll('\r\n', '\n')
    const motd = 'Welcome to Ubuntu 22.04\n * Documentation: https://help.ubuntu.com\n\n'
    for (const variant of [unix, unix.replaceAll('\n', '\r\n'), motd + unix]) {
      const reading = parseOutput(variant)
      expect([reading.cause, reading.stage]).toEqual([cause, stage])
    }
  },
)

test('nearly every wording is in a transcript', () => {
  const lines = ALL.flatMap(({ text }) => text.split(/\r?\n/).map((line) => line.trimEnd()))
  const unseen = WORDINGS.filter(({ pattern }) => !lines.some((line) => pattern.test(line)))
  expect(unseen.length / WORDINGS.length).toBeLessThan(0.4)
})

describe('what is found beside the cause', () => {
  test('the entry of known_hosts that differs', () => {
    expect(factsOf('host-key-changed.txt').offendingKey).toEqual({
      type: 'ED25519',
      file: '/home/me/.ssh/known_hosts',
      line: 2,
    })
    expect(factsOf('literal-host-key-changed-windows.txt').offendingKey).toEqual({
      type: 'ECDSA',
      file: 'C:\\\\Users\\\\me/.ssh/known_hosts',
      line: 7,
    })
  })

  test('the file that is too open', () => {
    const path = '/home/me/.ssh/open'
    expect(factsOf('key-mode-0644.txt')).toMatchObject({
      openFile: { path, mode: '0644', account: null },
      keyFile: path,
    })
    expect(factsOf('literal-open-key-windows.txt').openFile).toEqual({
      path: 'C:\\\\Users\\\\me/.ssh/id_ed25519',
      mode: null,
      account: 'DESKTOP-7\\\\guest',
      sid: 'S-1-5-21-1004336348-1177238915-682003330-1001',
    })
  })

  test('the line of the config', () => {
    const file = '/home/me/.ssh/config'
    expect(factsOf('config-bad-option.txt').configPlace).toEqual({ file, line: 2 })
    expect(factsOf('config-quotes.txt').configPlace).toEqual({ file, line: 2 })
    expect(factsOf('config-mode-0666.txt').configPlace).toEqual({
      file: '/home/me/.ssh/included',
      line: null,
    })
    expect(factsOf('literal-config-deprecated.txt').configPlace).toBeNull()
  })

  test('the keys offered and the one accepted', () => {
    const wanted = { path: '/home/me/.ssh/wanted', sha256: FINGERPRINT }
    const other = { path: '/home/me/.ssh/other', sha256: FINGERPRINT }
    expect(parseOutput(textOf('accepted-other-key-verbose.txt'))).toMatchObject({
      authenticated: true,
      facts: {
        offeredKeys: [wanted, other],
        acceptedKey: other,
        authenticatedBy: 'publickey',
        hostKey: { type: 'ssh-ed25519', sha256: FINGERPRINT },
        address: '127.0.0.1',
        methods: ['publickey'],
      },
    })
    const old = { path: '/home/me/.ssh/id_rsa', sha256: FINGERPRINT }
    expect(factsOf('literal-accepted-old-verbose.txt')).toMatchObject({
      offeredKeys: [old],
      acceptedKey: old,
    })
  })

  test.each([
    ['/home/me/my keys/id rsa RSA SHA256:* explicit', '/home/me/my keys/id rsa'],
    ['me@laptop ED25519-SK SHA256:* authenticator agent', 'me@laptop'],
    ['ECDSA SHA256:* /home/me/.ssh/id_ecdsa', '/home/me/.ssh/id_ecdsa'],
  ])('of “%s” the path', (text, path) => {
    const line = `debug1: Offering public key: ${text.replace('SHA256:*', FINGERPRINT)}`
    expect(parseOutput(line).facts.offeredKeys).toEqual([{ path, sha256: FINGERPRINT }])
  })

  test.each([
    [String.raw`/home/\303\274/\345\256\266/id`, '/home/ü/家/id'],
    // No UTF-8, and backslashes of the path's own, stay as they are.
    [String.raw`/home/\374/id`, String.raw`/home/\374/id`],
    [String.raw`C:\\303\\274/id`, String.raw`C:\\303\\274/id`],
    [String.raw`C:\\Users\\J\303\266rg/id`, String.raw`C:\\Users\\Jörg/id`],
    // Nor does what turns a text around become what it stands for.
    [String.raw`/home/\342\200\256/id`, String.raw`/home/\342\200\256/id`],
    [String.raw`/home/\033[31m/id`, String.raw`/home/\033[31m/id`],
  ])('of the path that is written “%s”', (written, path) => {
    const line = `Permissions 0644 for '${written}' are too open.`
    expect(parseOutput(line).facts.openFile).toMatchObject({ path })
  })

  test('the methods and what the server would agree on', () => {
    expect(factsOf('denied-password-too.txt').methods).toEqual(['publickey', 'password'])
    expect(factsOf('no-common-mac.txt').serverOffer).toBe('hmac-md5')
    expect(factsOf('denied-verbose.txt').serverSoftware).toMatch(/^OpenSSH_9\.2p1/)
  })
})

test('a banner that quotes an error is no error', () => {
  const banner =
    'If you see "Permission denied (publickey)." write to us.\nNo route to host? Wait.\n'
  expect(parseOutput(`${banner}${textOf('accepted-verbose.txt')}`).cause).toBeNull()
})

test('a login is not undone by what happened to other keys before', () => {
  expect(parseOutput(textOf('accepted-after-open-key-verbose.txt'))).toMatchObject({
    cause: null,
    stage: 'session',
    authenticated: true,
    facts: { openFile: { mode: '0644' } },
  })
})
