/** What is said of the entries of an account. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, memoryAccount, newBlob, newLine, vector, type World } from './support.ts'

let world: World

beforeEach(() => {
  world = createWorld()
})
afterEach(() => world.remove())

const listed = (keys: readonly string[]) => world.service(memoryAccount(keys).api).list()
const codesOf = (problems: readonly { readonly code: string }[]) => problems.map(({ code }) => code)

test('each key with its type, name, fingerprint and the pair that it belongs to', async () => {
  const mine = newLine('me@laptop')
  const id = await world.addPair('work', mine)
  const other = newLine('ci@server')
  const { keys, problems } = await listed([mine, other])
  expect(problems).toEqual([])
  expect(keys).toEqual([
    {
      text: mine,
      type: 'ssh-ed25519',
      comment: 'me@laptop',
      fingerprint: id,
      keyId: id,
      keyName: 'work',
      problems: [],
      repaired: null,
    },
    expect.objectContaining({ text: other, comment: 'ci@server', keyId: null, keyName: null }),
  ])
})

test('a key under another comment is the same key', async () => {
  const blob = newBlob()
  const id = await world.addPair('work', `ssh-ed25519 ${blob} me@laptop`)
  const { keys } = await listed([`ssh-ed25519 ${blob} old name`])
  expect(keys[0]).toMatchObject({ keyId: id, comment: 'old name' })
})

describe('entries that let nobody in', () => {
  const blob = newBlob()
  const whole = `ssh-ed25519 ${blob} me@laptop`
  test.each([
    ['a fingerprint', 'SHA256:uLCLtY0tyaoAhOYWhYQbIBYF2bE6Ac3ptxVXrFRqjVE', 'fingerprint', null],
    ['no type word', `${blob} me@laptop`, 'missing-type', [whole]],
    ['options in front', `command="ls" ${whole}`, 'options', [whole]],
    ['another type inside', `ssh-rsa ${blob} me@laptop`, 'type-mismatch', [whole]],
    ['half a key', `ssh-ed25519 ${blob.slice(0, 40)} me@laptop`, 'incomplete-key', null],
    [
      'the example of the documentation',
      'ssh-ed25519 AAAAC4NzaC1lZDI1JTE5AAAAIGP+L8hnjIcBqUb8NRrDiC32FuJBvRA0m8jLShzgq6BQ you@example.com',
      'sample-key',
      null,
    ],
    ['the word null', 'null', 'null-literal', null],
    ['some text', 'my laptop key', 'not-a-key', null],
    [
      'the form of PuTTY',
      `---- BEGIN SSH2 PUBLIC KEY ----\n${blob}\n---- END SSH2 PUBLIC KEY ----`,
      'rfc4716',
      [`ssh-ed25519 ${blob}`],
    ],
  ])('%s', async (_name, text, code, repaired) => {
    const { keys, problems } = await listed([text])
    expect(codesOf(keys[0]?.problems ?? [])).toContain(code)
    expect(keys[0]).toMatchObject({ fingerprint: null, keyId: null, text, repaired })
    expect(codesOf(problems)).toContain('no-usable-account-key')
  })

  test('nothing at all', async () => {
    const { keys } = await listed(['', '  '])
    expect(keys.map(({ fingerprint, repaired }) => [fingerprint, repaired])).toEqual([
      [null, null],
      [null, null],
    ])
  })

  test.each([
    ['dsa-1024', 'dsa-key'],
    ['ed25519-cert', 'certificate'],
  ] as const)('%s', async (name, code) => {
    const { keys } = await listed([`${vector(name)} me`])
    expect(codesOf(keys[0]?.problems ?? [])).toContain(code)
    expect(keys[0]?.fingerprint).toBeNull()
  })
})

describe('entries that work and are not right', () => {
  test('several keys on one line: the first works, the others do not', async () => {
    const [one, two] = [newLine('a@one'), newLine('b@two')]
    const { keys } = await listed([`${one} ${two}`])
    expect(codesOf(keys[0]?.problems ?? [])).toContain('several-on-one-line')
    expect(keys[0]).toMatchObject({ repaired: [one, two], comment: 'a@one' })
    expect(keys[0]?.fingerprint).not.toBeNull()
  })

  test('a spelling that RunPod refuses is named, and how many there are', async () => {
    const line = newLine('me')
    const wide = line.replace(' ', '  ')
    const { keys, problems } = await listed([wide, newLine('b')])
    expect(codesOf(keys[0]?.problems ?? [])).toEqual(['extra-spaces', 'refused-by-runpod'])
    expect(keys[0]).toMatchObject({ repaired: [line] })
    expect(problems.map(({ title }) => title)).toEqual(['RunPod would refuse one of these entries'])
  })

  test('a key without a name gets one only where the pair is known', async () => {
    const [mine, other] = [newLine(), newLine()]
    await world.addPair('id_ed25519', mine)
    const { keys } = await listed([mine, other])
    expect(keys.map(({ problems }) => codesOf(problems))).toEqual([['no-comment'], ['no-comment']])
    expect(keys.map(({ repaired }) => repaired)).toEqual([[`${mine} id_ed25519@laptop`], null])
  })

  test('the same key twice: the one with a name stays', async () => {
    const bare = newLine()
    const named = `${bare} me@laptop`
    const { keys, problems } = await listed([bare, named, `${bare} other name`])
    expect(keys.map(({ problems }) => codesOf(problems).includes('duplicate'))).toEqual([
      true,
      false,
      true,
    ])
    expect(keys.map(({ repaired }) => repaired)).toEqual([[], null, []])
    expect(problems[0]).toMatchObject({
      code: 'duplicate-entries',
      title: '2 entries repeat a key',
    })
  })
})

describe('something secret on the account', () => {
  const middle = 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2'
  const lines = [
    '-----BEGIN OPENSSH PRIVATE KEY-----',
    'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW',
    middle,
    'abc=',
    '-----END OPENSSH PRIVATE KEY-----',
  ]

  test('is shown nowhere, not even where its lines became entries of their own', async () => {
    const good = newLine('me')
    const value = await listed([good, ...lines])
    const text = JSON.stringify(value)
    expect(text).not.toContain(middle)
    expect(text).not.toContain('b3Blb')
    expect(text).not.toContain('abc=')
    expect(value.keys[0]?.text).toBe(good)
    expect(new Set(value.keys.map((key) => key.text)).size).toBe(6)
    expect(value.problems[0]).toMatchObject({ code: 'secret-on-account', severity: 'error' })
  })

  test('an API key is shown nowhere either', async () => {
    const secret = 'rpa_ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcd'
    expect(JSON.stringify(await listed([secret, newLine('me')]))).not.toContain(secret)
  })
})

describe('the set as a whole', () => {
  test('without a key new pods have no SSH', async () => {
    expect((await listed([])).problems).toMatchObject([{ code: 'no-account-keys' }])
  })

  test('little room is said before there is none', async () => {
    const many = Array.from({ length: 620 }, (_, index) => newLine(`key-${index}@somewhere`))
    const { problems } = await listed(many)
    expect(codesOf(problems)).toEqual(['nearly-full'])
  })
})
