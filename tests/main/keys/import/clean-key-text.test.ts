import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cleanPrivateKeyText } from '../../../../main/keys/import/clean-key-text.ts'
import { CORPUS } from '../damage-corpus.ts'
import {
  makeKey,
  publicHalfByKeygen,
  type TestFolder,
  testFolder,
  writeKeyFile,
} from '../support.ts'

const PASSPHRASE = 'five or more'
/** Kinds of the corpus that are private keys: options and passphrase. */
const KINDS: Readonly<Record<string, readonly [readonly string[], string]>> = {
  plain: [['-t', 'ed25519'], ''],
  encrypted: [['-t', 'ed25519', '-a', '1'], PASSPHRASE],
  pem: [['-t', 'rsa', '-b', '2048', '-m', 'PEM'], ''],
  'pem-encrypted': [['-t', 'ecdsa', '-m', 'PEM'], PASSPHRASE],
  pkcs8: [['-t', 'ecdsa', '-b', '384', '-m', 'PKCS8'], ''],
  'pkcs8-encrypted': [['-t', 'rsa', '-b', '2048', '-m', 'PKCS8'], PASSPHRASE],
}
/** What cannot be put right, because a part of the key is gone. */
const LOST = [
  'half of it',
  'a line missing',
  'some characters missing',
  'headers gone',
  'BOM and truncated',
]

let folder: TestFolder
let number = 0
const originals = new Map<string, string>()

beforeAll(async () => {
  folder = await testFolder()
  const made = join(folder.dir, 'made')
  await mkdir(made)
  for (const [kind, [args, passphrase]] of Object.entries(KINDS)) {
    originals.set(kind, await readFile(await makeKey(made, kind, args, passphrase), 'utf8'))
  }
})
afterAll(() => folder.remove())

/** The public half of a file with these bytes, as ssh-keygen reads it. */
async function judge(data: Buffer | string, kind: string): Promise<string | null> {
  const path = join(folder.dir, `${kind}-${number++}`)
  await writeKeyFile(path, data)
  return publicHalfByKeygen(path, KINDS[kind]?.[1])
}

const ofKeys = CORPUS.filter(([kind, name]) => {
  return kind in KINDS && !/instead|emptied|blanked|SSH 1|PuTTY|random/.test(name)
})

test.each(ofKeys)('%s, %s', async (kind, name, damage) => {
  const original = originals.get(kind) ?? ''
  const damaged = damage(original)
  const clean = cleanPrivateKeyText(Buffer.from(damaged))
  const lastLineGone = name === 'without its last line' && kind === 'pem-encrypted'
  if (LOST.includes(name) || lastLineGone) {
    expect(clean).toBeNull()
    return
  }
  expect(await judge(clean ?? '', kind)).toBe(await judge(original, kind))
  expect(await judge(clean ?? '', kind)).not.toBeNull()
})

describe('more that happens on the way', () => {
  const ways: readonly (readonly [string, (text: string) => string])[] = [
    ['written as one JSON string', (text) => JSON.stringify({ key: text })],
    ['quoted in an answer to a mail', (text) => text.replaceAll(/^/gm, '> ')],
    ['its last line cut off in the middle', (text) => text.replace(/ [A-Z ]+-----\n$/, '')],
    ['only the dashes of the last line left', (text) => text.replace(/END [A-Z ]+-----\n$/, '')],
    ['a chat around it', (text) => `Here it is:\n\`\`\`\n${text}\`\`\`\nBye - see you\n`],
    ['all line breaks but one gone', (text) => text.trim().replaceAll(/\n(?!-)/g, ' ')],
    ['every line broken again', (text) => text.replaceAll(/^(.{40})(?!-)/gm, '$1\n')],
    ['no-break spaces in it', (text) => text.replaceAll('\n', '\u00a0\n')],
  ]
  test.each(
    ['plain', 'encrypted', 'pem', 'pkcs8', 'pkcs8-encrypted'].flatMap((kind) =>
      ways.map((way) => [kind, ...way] as const),
    ),
  )('%s: %s', async (kind, name, damage) => {
    const original = originals.get(kind) ?? ''
    if (name === 'every line broken again' && original.includes('DEK-Info')) return
    const clean = cleanPrivateKeyText(Buffer.from(damage(original)))
    expect(await judge(clean ?? '', kind)).toBe(await judge(original, kind))
  })

  test('an encrypted PEM key in one line finds its headers again', async () => {
    const original = originals.get('pem-encrypted') ?? ''
    for (const by of [' ', '']) {
      const clean = cleanPrivateKeyText(Buffer.from(original.replaceAll('\n', by)))
      expect(String(clean)).toBe(original)
    }
  })
})

test('a whole file comes back as it is', () => {
  for (const [kind, original] of originals) {
    expect([kind, String(cleanPrivateKeyText(Buffer.from(original)))]).toEqual([kind, original])
  }
})

test('nothing is made of what is no private key, or is more than one', () => {
  const two = `${originals.get('plain')}${originals.get('pem')}`
  const others = ['', 'notes', '-----BEGIN PRIVATE KEY-----', 'b3BlbnNzaC1rZXktdjEA', two]
  expect(others.map((text) => cleanPrivateKeyText(Buffer.from(text)))).toEqual(
    others.map(() => null),
  )
})
