/** What holds for every text: no exception, nothing unusable offered, and a repair that stays put. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkPublicKeys } from '../../../main/public-keys/index.ts'
import { blobOf, ECDSA, ED25519, RSA, SECOND, vector, wrap } from './vectors.ts'

/** RunPod's own check of one key (API v2 openapi, `PUT /account/ssh-keys`). */
const RUNPOD_LINE = /^(ssh|ecdsa|sk)-[^\s]+ [^\s]+([ \t][^\n\r]*)?$/

/** Fixed, so that a run says the same everywhere; other seeds have been tried by the hundred thousand. */
const SEED = 4716

/** Pieces from which people's pastes are made. */
const PIECES = [
  ED25519,
  SECOND,
  RSA,
  ECDSA,
  blobOf(ED25519),
  blobOf(RSA),
  wrap(RSA, 64),
  ED25519.slice(0, 50),
  ED25519.slice(50),
  vector('ed25519.puttygen.pub'),
  vector('rsa-3072.spki.pem'),
  vector('rsa-3072.ppk-public-part'),
  vector('ssh-keygen-session.txt'),
  vector('ed25519-cert.pub'),
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI',
  'ssh-rsa',
  'AAAA',
  'AAAAB3NzaC1yc2E',
  ' ',
  '  ',
  '\t',
  '\n',
  '\r\n',
  '\r',
  '\\n',
  '\\',
  '\u00a0',
  '\u200b',
  '\ufeff',
  '–',
  '"',
  "'",
  '`',
  '“',
  '”',
  ',',
  ';',
  '[',
  ']',
  '{',
  '}',
  '=',
  '#',
  '>',
  '> ',
  '>> ',
  '$ ',
  ':',
  '@',
  '…',
  '...',
  'ada@laptop',
  'laptop',
  'my key',
  'Zoë’s Mac',
  'PUBLIC_KEY=',
  'export ',
  'echo ',
  'from="1.2.3.4" ',
  'restrict ',
  'command="x\\"y" ',
  '[1.2.3.4]:22 ',
  'github.com ',
  '~/.ssh/authorized_keys',
  'null',
  'SHA256:nTOr1JRqg/Kn12WPZoyq6ATGw886ehMrJe/5jIbLPR0',
  '-----BEGIN PUBLIC KEY-----',
  '---- BEGIN SSH2 PUBLIC KEY ----',
  '-----END PUBLIC KEY-----',
  '-----BEGIN OPENSSH PRIVATE KEY-----',
  'Comment: "x"',
  'PuTTY-User-Key-File-3: ssh-rsa',
  'Public-Lines: 2',
  'rpa_ABCDEFGHIJKLMNOP',
]

const pasted = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((all) => all.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  {
    weight: 1,
    arbitrary: fc.string({ unit: fc.constantFrom(...'Aa0/+=- \n\t"\\'), maxLength: 400 }),
  },
)

test('the report of any text is sound', () => {
  fc.assert(
    fc.property(pasted, (text) => {
      const report = checkPublicKeys({ text })
      const lines = report.entries.flatMap(({ repaired }) => repaired ?? [])
      expect(report.repaired).toBe(lines.length === 0 ? null : lines.join('\n'))
      for (const line of lines) expect(line).toMatch(RUNPOD_LINE)
      for (const entry of report.entries) {
        expect([...entry.excerpt].length).toBeLessThanOrEqual(120)
        expect(entry.firstLine).toBeGreaterThan(0)
        expect(entry.lastLine).toBeGreaterThanOrEqual(entry.firstLine)
        expect(entry.verdict === 'rejected').toBe(entry.repaired === null)
        if (entry.verdict !== 'ok') expect(entry.problems).not.toEqual([])
      }
      if (!report.ok && report.entries.length > 0) {
        const said = [...report.problems, ...report.entries.flatMap(({ problems }) => problems)]
        expect(said).not.toEqual([])
      }
    }),
    { numRuns: 3_000, seed: SEED },
  )
})

test('a repaired text needs no further repair', () => {
  fc.assert(
    fc.property(pasted, (text) => {
      const { repaired } = checkPublicKeys({ text })
      if (repaired === null) return
      const again = checkPublicKeys({ text: repaired })
      expect(again.repaired).toBe(repaired)
      expect(again.ok).toBe(true)
    }),
    { numRuns: 3_000, seed: SEED },
  )
})

test('every key of a clean text is found again, whatever its comment', () => {
  const comment = fc
    .string({ unit: 'grapheme', maxLength: 60 })
    .map((text) => text.replace(/\s+/g, ' ').trim())
  fc.assert(
    fc.property(fc.array(comment, { minLength: 1, maxLength: 3 }), (comments) => {
      const keys = [ED25519, SECOND, RSA]
      const text = comments
        .map((word, index) => `${(keys[index] ?? '').split(' ').slice(0, 2).join(' ')} ${word}`)
        .join('\n')
      const blobs = checkPublicKeys({ text }).entries.map(({ repaired }) => blobOf(repaired ?? ''))
      expect(blobs).toEqual(keys.slice(0, comments.length).map(blobOf))
    }),
    { numRuns: 1_000, seed: SEED },
  )
})
