/**
 * Searches everything that Keypilot gave away during the tests (tests/support/traffic) for any part
 * of any secret it was given. Usage: node scripts/search-traffic.mjs FOLDER
 */

import { createReadStream, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Texts that share so many characters with a key do not do so by chance. */
const WINDOW = 24
const STEP = 12
/** What every OpenSSH private key starts with, in base64 and in hex. */
const MARKS = ['b3BlbnNzaC1rZXktdjEA', '6f70656e7373682d6b65792d763100']

const root = fileURLToPath(new URL('..', import.meta.url))
const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('usage: search-traffic.mjs FOLDER')
const files = readdirSync(folder).map((name) => join(folder, name))
const secrets = await collectSecrets()
const leaks = new Set()
const counts = {}
const searched = new Set()
for (const file of files) {
  for await (const { channel, text } of entries(file)) {
    if (text === undefined) continue
    counts[channel] = (counts[channel] ?? 0) + 1
    const leak = searched.has(text) ? null : search(text)
    if (leak === null) searched.add(text)
    else leaks.add(`${channel}: ${leak}`)
  }
}
const parts = Object.entries(counts).map(([channel, count]) => `${count} ${channel}`)
console.log(
  `searched ${parts.join(', ') || 'nothing'} for ${secrets.passphrases.length} passphrases and ${secrets.keys} private keys`,
)
for (const leak of leaks) console.error(`LEAK ${leak}`)
const blind = Object.keys(counts).length === 0 || secrets.keys === 0
if (blind) console.error('nothing was recorded, so nothing was proven')
process.exit(blind || leaks.size > 0 ? 1 : 0)

async function collectSecrets() {
  const passphrases = new Set(passphrasesInTests())
  const keys = new Set()
  const publicBlobs = new Set()
  for (const file of files) {
    for await (const { secret, key, text } of entries(file)) {
      for (const [blob] of text?.matchAll(/AAAA[A-Za-z0-9+/]{40,}/g) ?? []) publicBlobs.add(blob)
      if (secret !== undefined) passphrases.add(secret)
      if (key !== undefined) keys.add(key)
    }
  }
  // Numbers of the public half stand in the private file too.
  const open = [...publicBlobs].flatMap(formsOf).join('\n')
  const windows = [...keys].flatMap(formsOf).flatMap(windowsOf)
  return {
    passphrases: [...passphrases].map((name) => ({ name, forms: writtenForms(name) })),
    windows: new Set(windows.filter((window) => !open.includes(window))),
    keys: keys.size,
  }
}

/** As it is, as JSON writes it, also JSON inside JSON, and as pages and addresses do. */
function writtenForms(passphrase) {
  const json = JSON.stringify(passphrase).slice(1, -1)
  const page = passphrase.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const forms = [passphrase, json, JSON.stringify(json).slice(1, -1), page]
  return [...new Set([...forms, page.replaceAll('"', '&quot;'), encodeURIComponent(passphrase)])]
}

/** The same bytes as base64, whichever byte it starts at, and as hex. */
function formsOf(base64) {
  const bytes = Buffer.from(base64, 'base64')
  const shifted = [0, 1, 2].map((start) => bytes.subarray(start).toString('base64'))
  return [base64, ...shifted, bytes.toString('hex')]
}

/** Overlapping parts: a leak of `WINDOW + STEP` characters holds one of them whole. */
function windowsOf(form) {
  const count = Math.max(0, Math.floor((form.length - WINDOW) / STEP))
  // The first ones are the same in every key of a type, and say nothing.
  return Array.from({ length: count }, (_, index) => form.slice((index + 1) * STEP)).map((rest) =>
    rest.slice(0, WINDOW),
  )
}

function search(text) {
  for (const { name, forms } of secrets.passphrases) {
    if (forms.some((form) => text.includes(form))) return `the passphrase ${JSON.stringify(name)}`
  }
  for (const variant of variantsOf(text)) {
    if (MARKS.some((mark) => variant.includes(mark))) return 'the start of a private key'
    for (const [run] of variant.matchAll(/[A-Za-z0-9+/=]{24,}/g)) {
      for (let index = 0; index + WINDOW <= run.length; index++) {
        if (secrets.windows.has(run.slice(index, index + WINDOW))) return 'bytes of a private key'
      }
    }
  }
  return null
}

/** The text, and what it says in other spellings: base64url, hex of any kind, lists of bytes. */
function variantsOf(text) {
  const hex = [...text.matchAll(/[0-9a-f]{2}(?:[ :]?[0-9a-f]{2}){11,}/gi)].map(([run]) =>
    run.replaceAll(/[ :]/g, '').toLowerCase(),
  )
  // As JSON writes a Buffer, or an array of bytes with its indices.
  const lists = /\d{1,3}(?:,\s*(?:"\d+":)?\d{1,3}){11,}/g
  const bytes = [...text.matchAll(lists)].map(([run]) =>
    Buffer.from(run.split(',').map((item) => Number(item.slice(item.indexOf(':') + 1)))),
  )
  return [
    text,
    text.replaceAll('-', '+').replaceAll('_', '/'),
    hex.join('\n'),
    bytes.map((each) => each.toString('hex')).join('\n'),
  ]
}

/**
 * Passphrases as the tests' sources name them. Short ones would be found in ordinary words, and what
 * Keypilot says by itself is nobody's passphrase.
 */
function passphrasesInTests() {
  const ownWords = ['main', 'app', 'renderer'].flatMap(sourcesIn).join('\n')
  const named = /(?:passphrase|PASSPHRASE|Passphrase)\w*"?\s*[:=]\s*['"]([^'"\n]{8,})['"]/g
  return sourcesIn('tests')
    .flatMap((source) => [...source.matchAll(named)].map((match) => match[1]))
    .filter((passphrase) => !ownWords.includes(passphrase))
}

function sourcesIn(name) {
  const folder = join(root, name)
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
}

async function* entries(file) {
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })
  for await (const line of lines) yield JSON.parse(line)
}
