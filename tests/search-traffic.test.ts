/** The search for secrets in everything that Keypilot gave away finds what is planted, and no more. */

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'

const script = resolve(import.meta.dirname, '../scripts/search-traffic.mjs')
/** The search reads the tests' own texts for passphrases, so this one must not stand here whole. */
const passphrase = ['tulip', 'cargo "9"', 'ferry'].join(' ')

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'keypilot-search-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

function makeKey(type: string): { readonly body: string; readonly publicLine: string } {
  const file = join(dir, `key-${type}`)
  const bits = type === 'rsa' ? ['-b', '2048'] : []
  execFileSync('ssh-keygen', ['-q', '-t', type, ...bits, '-N', '', '-C', 'me', '-f', file])
  const body = readFileSync(file, 'utf8').split('\n').slice(1, -2).join('')
  const publicLine = readFileSync(`${file}.pub`, 'utf8').trim()
  rmSync(file)
  rmSync(`${file}.pub`)
  return { body, publicLine }
}

function search(entries: readonly object[]): { readonly ok: boolean; readonly output: string } {
  writeFileSync(join(dir, '1.jsonl'), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, dir], {
    encoding: 'utf8',
  })
  return { ok: status === 0, output: stdout + stderr }
}

test.each(['ed25519', 'ecdsa', 'rsa'])(
  '%s: public halves are no leak, private bytes are',
  (type) => {
    const { body, publicLine } = makeKey(type)
    const known = [{ key: body }, { channel: 'http', text: JSON.stringify({ line: publicLine }) }]
    expect(search(known)).toMatchObject({ ok: true })

    const bytes = Buffer.from(body, 'base64')
    // The private numbers are at the end, before the comment.
    const secret = bytes.subarray(-80, -30)
    const hex = secret.toString('hex')
    const forms = [
      body.slice(-100, -50),
      secret.toString('base64'),
      secret.toString('base64url'),
      hex,
      hex.toUpperCase(),
      hex.replaceAll(/..(?=.)/g, '$&:'),
      inspect(secret),
      JSON.stringify(secret),
      JSON.stringify(new Uint8Array(secret)),
    ]
    for (const leaked of forms) {
      const found = search([...known, { channel: 'log', text: `at "x${leaked}y"` }])
      expect({ ok: found.ok, leaked }).toEqual({ ok: false, leaked })
      expect(found.output).toContain('LEAK log')
    }
  },
)

test('a passphrase is found, also as JSON, pages and addresses write it', () => {
  const known = [{ key: makeKey('ed25519').body }, { secret: passphrase }]
  const page = passphrase.replaceAll('"', '&quot;')
  const nested = JSON.stringify({ detail: JSON.stringify({ passphrase }) })
  for (const text of [
    `oops: ${passphrase}`,
    JSON.stringify({ passphrase }),
    nested,
    `<b title="${page}">`,
    `/?p=${encodeURIComponent(passphrase)}`,
  ]) {
    const found = search([...known, { channel: 'terminal', text }])
    expect(found.ok).toBe(false)
    expect(found.output).toContain('LEAK terminal')
  }
})

test('the start of any private key is found', () => {
  const known = [{ key: makeKey('ed25519').body }]
  const other = makeKey('ed25519').body
  expect(search([...known, { channel: 'ipc', text: other.slice(0, 60) }]).ok).toBe(false)
})

test("a PuTTY key's few private bytes are bytes too, not a passphrase", () => {
  const bytes = Buffer.from(makeKey('ed25519').body, 'base64').subarray(-90, -54)
  const known = { key: bytes.toString('base64') }
  expect(known.key).toHaveLength(48)
  const text = bytes.toString('hex')
  expect(search([known, { channel: 'ipc', text }]).ok).toBe(false)
})

test('a run that recorded nothing proves nothing', () => {
  expect(search([]).ok).toBe(false)
  expect(search([{ channel: 'log', text: 'hello' }]).ok).toBe(false)
})
