/** What a change would make of the account's keys: nothing is written here. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AccountKeysChange } from '../../../../main/contract/methods.ts'
import { createWorld, memoryAccount, newBlob, newLine, vector, type World } from './support.ts'

let world: World

beforeEach(() => {
  world = createWorld()
})
afterEach(() => world.remove())

async function planned(keys: readonly string[], change: AccountKeysChange) {
  const account = memoryAccount(keys)
  const plan = await world.service(account.api).plan(change)
  expect(account.calls).toEqual(['GET'])
  return plan
}

const texts = (entries: readonly { readonly text: string }[]) => entries.map(({ text }) => text)
const codes = (notes: readonly { readonly code: string }[]) => notes.map(({ code }) => code)

describe('publish', () => {
  test('adds the pair’s public half under its own comment', async () => {
    const [mine, other] = [newLine('me@laptop'), newLine('ci')]
    const keyId = await world.addPair('work', mine)
    const plan = await planned([other], { kind: 'publish', keyId })
    expect(plan).toMatchObject({
      title: 'Publish the key work',
      noChange: false,
      confirmWord: null,
    })
    expect(texts(plan.kept)).toEqual([other])
    expect(texts(plan.added)).toEqual([mine])
    expect(codes(plan.notes)).toEqual(['public-half-only', 'running-pods-unchanged'])
  })

  test('a key without a comment gets a name, since the console shows it under that', async () => {
    const bare = newLine()
    const keyId = await world.addPair('id_ed25519', bare)
    const plan = await planned([], { kind: 'publish', keyId })
    expect(texts(plan.added)).toEqual([`${bare} id_ed25519@laptop`])
  })

  test.each([
    ['a tab and a bell', 'me\t\u0007@laptop', 'me @laptop'],
    ['a comment that holds a key', `me ${newLine('x')}`, 'work@laptop'],
    ['marks that turn the writing', 'me\u202eevil', 'me evil'],
    ['a very long one', 'x'.repeat(2_000), 'work@laptop'],
  ])('a comment is put right: %s', async (_name, comment, expected) => {
    const bare = newLine()
    const keyId = await world.addPair('work', `${bare} ${comment}`)
    const plan = await planned([], { kind: 'publish', keyId })
    expect(texts(plan.added)).toEqual([`${bare} ${expected}`])
  })

  test.each([
    ['the same text', (blob: string) => `ssh-ed25519 ${blob} me@laptop`],
    ['another comment', (blob: string) => `ssh-ed25519 ${blob} some other name`],
    ['no comment', (blob: string) => `ssh-ed25519 ${blob}`],
    ['two spaces, which still lets it in', (blob: string) => `ssh-ed25519  ${blob} me`],
  ])('a key that is there is not added again: %s', async (_name, there) => {
    const blob = newBlob()
    const keyId = await world.addPair('work', `ssh-ed25519 ${blob} me@laptop`)
    const plan = await planned([there(blob)], { kind: 'publish', keyId })
    expect(plan).toMatchObject({ noChange: true, added: [], repaired: [], removed: [] })
    expect(codes(plan.notes)).toContain('already-published')
  })

  test('it is added where it stands second on a line, and lets nobody in', async () => {
    const [one, two] = [newLine('a'), newLine('b')]
    const keyId = await world.addPair('work', two)
    const plan = await planned([`${one} ${two}`], { kind: 'publish', keyId })
    expect(texts(plan.kept)).toEqual([`${one} ${two}`])
    expect(texts(plan.added)).toEqual([two])
  })

  test('entries that RunPod refuses are repaired or taken out with it, and both are said', async () => {
    const [mine, other] = [newLine('me'), newLine('other')]
    const keyId = await world.addPair('work', mine)
    const fingerprint = 'SHA256:uLCLtY0tyaoAhOYWhYQbIBYF2bE6Ac3ptxVXrFRqjVE'
    const wide = other.replace(' ', '  ')
    const plan = await planned([wide, fingerprint], { kind: 'publish', keyId })
    expect(plan.repaired).toMatchObject([{ from: { text: wide }, to: [other] }])
    expect(texts(plan.removed)).toEqual([fingerprint])
    expect(texts(plan.added)).toEqual([mine])
    expect(plan.notes.map(({ title }) => title)).toEqual([
      'The private half of this key is not on this computer',
      'An entry is repaired with it',
      'An unusable entry has to go with it',
      'Pods that exist already do not learn of it',
    ])
  })

  test('the own key in a broken entry is repaired, not added beside it', async () => {
    const mine = newLine('me')
    const keyId = await world.addPair('work', mine)
    const broken = mine.replace('ssh-ed25519 ', '')
    const plan = await planned([broken], { kind: 'publish', keyId })
    expect(plan).toMatchObject({ added: [], removed: [] })
    expect(plan.repaired).toMatchObject([{ from: { text: broken }, to: [mine] }])
  })

  test('restrictions that would be lost are said', async () => {
    const [mine, other] = [newLine('me'), newLine('other')]
    const keyId = await world.addPair('work', mine)
    const plan = await planned([`from="10.0.0.1" ${other}`], { kind: 'publish', keyId })
    expect(codes(plan.notes)).toContain('options-dropped')
  })

  test('a set without room is refused', async () => {
    const keyId = await world.addPair('work', newLine('me'))
    const long = newLine('x'.repeat(64_900))
    const result = planned([long], { kind: 'publish', keyId })
    await expect(result).rejects.toMatchObject({ code: 'invalid-value' })
    await expect(result).rejects.toThrow(/65,000 characters/)
  })

  test('a DSA key is refused', async () => {
    const dsa = vector('dsa-1024')
    const keyId = await world.addPair('old', `${dsa} me`)
    const result = planned([], { kind: 'publish', keyId })
    await expect(result).rejects.toMatchObject({ code: 'unsupported' })
    await expect(result).rejects.toThrow(/DSA/)
  })

  test('a key that is gone is named', async () => {
    await expect(planned([], { kind: 'publish', keyId: 'SHA256:x' })).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

describe('publish what was pasted', () => {
  test('every key of it, repaired, and what is left out is said', async () => {
    const [one, two] = [newLine('a@one'), newLine()]
    const text = `"${one}"\nhello there\n${two}`
    const plan = await planned([], { kind: 'publish-text', text })
    expect(texts(plan.added)[0]).toBe(one)
    expect(texts(plan.added)[1]).toMatch(/^ssh-ed25519 \S+ key-\w{8}$/)
    expect(codes(plan.notes)).toEqual(['left-out', 'running-pods-unchanged'])
  })

  test.each([
    [
      'a private key',
      '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAA\n',
      /private key/,
    ],
    ['a fingerprint', 'SHA256:uLCLtY0tyaoAhOYWhYQbIBYF2bE6Ac3ptxVXrFRqjVE', /fingerprint/],
    ['a certificate', `${vector('ed25519-cert')} me`, /certificate/],
    ['nothing', '   ', /nothing here/],
  ])('%s is refused with the reason', async (_name, text, message) => {
    const result = planned([newLine('a')], { kind: 'publish-text', text })
    await expect(result).rejects.toMatchObject({ code: 'invalid-value' })
    await expect(result).rejects.toThrow(message)
  })

  test('a private key beside a public one stops it all, and is not repeated', async () => {
    const secret = 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmU'
    const text = `${newLine('a')}\n-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}\n-----END OPENSSH PRIVATE KEY-----`
    const result = planned([], { kind: 'publish-text', text })
    await expect(result).rejects.toMatchObject({ code: 'invalid-value' })
    await expect(result).rejects.not.toThrow(new RegExp(secret))
  })
})

describe('remove', () => {
  test('takes these entries and no others', async () => {
    const [one, two, three] = [newLine('a'), newLine('b'), newLine('c')]
    const plan = await planned([one, two, three], { kind: 'remove', texts: [two] })
    expect(plan.title).toBe('Remove “b”')
    expect(texts(plan.kept)).toEqual([one, three])
    expect(texts(plan.removed)).toEqual([two])
    expect(codes(plan.notes)).toEqual(['running-pods-keep-keys'])
  })

  test('another entry of the same key stays, put right where RunPod would refuse it', async () => {
    const one = newLine('a')
    const wide = one.replace(' ', '  ').replace(/ a$/, ' other name')
    const plan = await planned([one, wide, newLine('b')], { kind: 'remove', texts: [one] })
    expect(texts(plan.removed)).toEqual([one])
    expect(plan.repaired).toMatchObject([{ from: { text: wide }, to: [wide.replace('  ', ' ')] }])
  })

  test('the last one needs a typed word', async () => {
    const one = newLine('a')
    const plan = await planned([one], { kind: 'remove', texts: [one] })
    expect(plan.confirmWord).toBe('remove all')
    expect(codes(plan.notes)).toContain('last-usable-key')
  })

  test('the last usable one is said where others stay', async () => {
    const one = newLine('a')
    const sample = 'ssh-ed25519 AAAAC4NzaC1lZDI1JTE5AAAAIGP+L8hnjIcBqUb8NRrDiC32 x'
    const plan = await planned([one, sample], { kind: 'remove', texts: [one] })
    expect(plan.confirmWord).toBeNull()
    expect(codes(plan.notes)).toContain('last-usable-key')
  })

  test('an entry that may be secret is chosen by its stand-in', async () => {
    const keys = [newLine('a'), '-----BEGIN RSA PRIVATE KEY-----']
    const { keys: shown } = await world.service(memoryAccount(keys).api).list()
    const plan = await planned(keys, { kind: 'remove', texts: [shown[1]?.text ?? ''] })
    expect(plan.removed).toHaveLength(1)
    expect(texts(plan.kept)).toEqual([keys[0]])
  })

  test('an entry that is gone is not guessed', async () => {
    const result = planned([newLine('a')], { kind: 'remove', texts: [newLine('a')] })
    await expect(result).rejects.toMatchObject({ code: 'changed-meanwhile' })
  })
})

describe('repair', () => {
  test('all that can be repaired, without repeating a key', async () => {
    const [one, two] = [newLine('a'), newLine('b')]
    const joined = `${one} ${two}`
    const sample = 'ssh-ed25519 AAAAC4NzaC1lZDI1JTE5AAAAIGP+L8hnjIcBqUb8NRrDiC32 x'
    const plan = await planned([joined, two, `${two} again`, sample], { kind: 'repair' })
    expect(plan.repaired).toMatchObject([{ to: [one] }])
    expect(texts(plan.removed)).toEqual([`${two} again`])
    expect(texts(plan.kept)).toEqual([two, sample])
  })

  test('only what was chosen', async () => {
    const [one, two] = [`${newLine('a')} ${newLine('b')}`, `${newLine('c')} ${newLine('d')}`]
    const plan = await planned([one, two], { kind: 'repair', texts: [two] })
    expect(texts(plan.kept)).toEqual([one])
    expect(plan.repaired).toHaveLength(1)
  })

  test('nothing to repair is said', async () => {
    const plan = await planned([newLine('a')], { kind: 'repair' })
    expect(plan).toMatchObject({ noChange: true, notes: [{ code: 'nothing-to-repair' }] })
  })
})

test('the order in which RunPod lists the keys does not make another plan', async () => {
  const [one, two] = [newLine('a'), newLine('b')]
  const change = { kind: 'remove', texts: [two] } as const
  const [first, second] = [await planned([one, two], change), await planned([two, one], change)]
  expect(first.id).toBe(second.id)
  expect((await planned([one, two, newLine('c')], change)).id).not.toBe(first.id)
})
