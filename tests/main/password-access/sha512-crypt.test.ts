import { execFileSync, spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { makeSalt, sha512Crypt } from '../../../main/password-access/sha512-crypt.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0

// As `openssl passwd -6` printed it, for machines without openssl.
test('gives the hash that other programs give', () => {
  expect(sha512Crypt(Buffer.from('Hello world!'), 'saltstring')).toBe(
    '$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1',
  )
})

test.skipIf(!hasOpenssl)('agrees with openssl over lengths, salts and letters', () => {
  const lengths = [1, 2, 15, 16, 17, 26, 31, 32, 33, 63, 64, 65, 127, 128, 129, 200]
  const passwords = [...lengths.map((length) => 'Zü9$'.repeat(60).slice(0, length)), ' ', '§€😀']
  for (const password of passwords) {
    for (const salt of ['a', './ab', makeSalt()]) {
      const theirs = execFileSync('openssl', ['passwd', '-6', '-salt', salt, '-stdin'], {
        input: `${password}\n`,
        encoding: 'utf8',
      }).trim()
      expect(sha512Crypt(Buffer.from(password), salt)).toBe(theirs)
    }
  }
})

test('salts are sixteen characters that a hash can carry, and never the same', () => {
  const salts = Array.from({ length: 50 }, makeSalt)
  for (const salt of salts) expect(salt).toMatch(/^[./0-9A-Za-z]{16}$/)
  expect(new Set(salts).size).toBe(50)
})
