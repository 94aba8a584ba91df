/** The report as a whole: what can stay, what is left out, and whether the expected key is there. */

import { describe, expect, test } from 'vitest'
import { checkPublicKeys } from '../../../main/public-keys/index.ts'
import { parsePublicKeyLine } from '../../../main/public-keys/line.ts'
import { writeBlob } from '../../../main/public-keys/wire.ts'
import { blobOf, ECDSA, ED25519, judge, RSA, SECOND, vector, wrap } from './vectors.ts'

const BLOB = blobOf(ED25519)
const id = (line: string) => parsePublicKeyLine(line)?.fingerprint.sha256 ?? ''

test('keys that can stay', () => {
  const text = `\n${ED25519}\n\n${RSA}  \n`
  expect(checkPublicKeys({ text })).toMatchObject({
    ok: true,
    repaired: `${ED25519}\n${RSA}`,
    containsExpected: null,
    problems: [],
    entries: [
      {
        verdict: 'ok',
        firstLine: 2,
        lastLine: 2,
        type: 'ed25519',
        bits: 256,
        comment: 'ada@laptop',
      },
      { verdict: 'ok', firstLine: 4, lastLine: 4, type: 'rsa', bits: 3072, comment: 'ada@work' },
    ],
  })
})

describe('what stands there instead of a key', () => {
  test.each([
    ['SHA256:nTOr1JRqg/Kn12WPZoyq6ATGw886ehMrJe/5jIbLPR0', 'fingerprint'],
    ['256 SHA256:nTOr1JRqg/Kn12WPZoyq6ATGw886ehMrJe/5jIbLPR0 ada@laptop (ED25519)', 'fingerprint'],
    ['ssh-ed25519 SHA256:nTOr1JRqg/Kn12WPZoyq6ATGw886ehMrJe/5jIbLPR0', 'fingerprint'],
    ['"SHA256:nTOr1JRqg/Kn12WPZoyq6ATGw886ehMrJe/5jIbLPR0"', 'fingerprint'],
    ['MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48', 'fingerprint'],
    ['16:27:AC:A5:76:28:2D:36:63:1B:56:4D:EB:DF:A6:48', 'fingerprint'],
    ['3072 MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48 ada@work (RSA)', 'fingerprint'],
    ['~/.ssh/id_ed25519.pub', 'file-path'],
    ['/home/ada/.ssh/id_ed25519', 'file-path'],
    ['C:\\Users\\Ada Lovelace\\.ssh\\id_rsa.pub', 'file-path'],
    ['"C:\\Users\\ada\\.ssh\\id_rsa.pub"', 'file-path'],
    ['%USERPROFILE%\\.ssh\\id_rsa.pub', 'file-path'],
    ['id_rsa.pub', 'file-path'],
    ['id_ed25519', 'file-path'],
    ['my key.pub', 'file-path'],
    ['ssh root@213.173.108.100 -p 12157 -i ~/.ssh/id_ed25519', 'ssh-command'],
    ['$ ssh e9ohprt7xzfdgr-64410d32@ssh.runpod.io -i ~/.ssh/id_ed25519', 'ssh-command'],
    ['e9ohprt7xzfdgr-64410d32@ssh.runpod.io', 'ssh-command'],
    ['cat ~/.ssh/id_ed25519.pub', 'shell-command'],
    ['PS C:\\Users\\ada> type .ssh\\id_ed25519.pub', 'shell-command'],
    ['ssh-keygen -t ed25519 -C "ada@laptop"', 'shell-command'],
    ['https://github.com/ada.keys', 'link'],
    ['null', 'null-literal'],
    ['PUBLIC_KEY=null', 'null-literal'],
    ['"undefined"', 'null-literal'],
    ['None', 'null-literal'],
    ['ssh-ed25519 AAAA... your_email@example.com', 'placeholder'],
    ['ssh-ed25519 AAAAC3Nza... ada@laptop', 'placeholder'],
    ['ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAB…', 'placeholder'],
    ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIxxxxxxxxxxxxxxxxxxxx me', 'placeholder'],
    [
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA me',
      'placeholder',
    ],
    ['ssh-ed25519 <base64> ada@laptop', 'placeholder'],
    ['<your public key>', 'placeholder'],
    ['YOUR_PUBLIC_KEY', 'placeholder'],
    ['Paste your key here', 'placeholder'],
    ['$PUBLIC_KEY', 'placeholder'],
    ['AAAAC3Nza...', 'placeholder'],
    [
      'ssh-ed25519 AAAAC4NzaC1lZDI1JTE5AAAAIGP+L8hnjIcBqUb8NRrDiC32FuJBvRA0m8jLShzgq6BQ me',
      'sample-key',
    ],
    ['ssh-ed25519 AAAAC4NzaC1lZDI1JTE5...', 'sample-key'],
    ['# nothing but a comment', 'comment-line'],
    [`#${ED25519}`, 'comment-line'],
    [`[213.173.108.100]:12157 ${ED25519}`, 'known-hosts-line'],
    [`ssh.runpod.io,100.65.0.1 ${RSA}`, 'known-hosts-line'],
    [`|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ${RSA}`, 'known-hosts-line'],
    [`@cert-authority *.lan ${RSA}`, 'known-hosts-line'],
    [
      '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmQENBF\n-----END PGP PUBLIC KEY BLOCK-----',
      'pgp-key',
    ],
    ['-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----', 'x509-certificate'],
    ['Hello, this is my key', 'not-a-key'],
    ['correct horse battery staple', 'not-a-key'],
    [vector('ssh-keygen-session.txt'), 'keygen-output'],
  ])('%s', (text, code) => {
    expect(judge(text)).toEqual({ entries: [`rejected: ${code}`], repaired: null })
  })

  test('a fingerprint with its picture', () => {
    const { entries, repaired } = judge(vector('ed25519.randomart.txt'))
    expect(entries).toEqual(['rejected: fingerprint', 'rejected: keygen-output'])
    expect(repaired).toBeNull()
  })
})

describe('keys that cannot be used', () => {
  const cut = (count: number) => ED25519.replace(/ ada@laptop$/, '').slice(0, -count)
  test.each([
    ['cut', cut(9), 'incomplete-key'],
    ['cut, with its comment', `${cut(9)} ada@laptop`, 'incomplete-key'],
    [
      'cut in the first wrapped line',
      wrap(RSA, 80).split('\n').slice(0, 4).join('\n'),
      'incomplete-key',
    ],
    ['only the type word', 'ssh-ed25519', 'incomplete-key'],
    ['a letter too many', `${cut(5)}x${BLOB.slice(-5)} ada@laptop`, 'altered-key'],
    ['start missing', `ssh-ed25519 ${BLOB.slice(3)} ada@laptop`, 'altered-key'],
    ['a letter of the head changed', ED25519.replace('C3Nza', 'C3Nzb'), 'altered-key'],
    [
      'a letter of the inner type changed',
      ED25519.replace('lZDI1NTE5', 'lZDI1NTE4'),
      'altered-key',
    ],
    ['another character', ED25519.replace(BLOB.slice(30, 31), '*'), 'invalid-character'],
    ['letters of the inside swapped', ED25519.replace(BLOB.slice(40, 44), 'AAAC'), 'altered-key'],
    ['RSA with a letter changed', RSA.replace(blobOf(RSA).slice(60, 64), '0001'), 'altered-key'],
    ['ECDSA with a letter changed', ECDSA.replace(blobOf(ECDSA).slice(90, 91), '0'), 'altered-key'],
    ['DSA', vector('dsa-1024.pub'), 'dsa-key'],
    ['certificate', vector('ed25519-cert.pub'), 'certificate'],
    ['X.509 type', `x509v3-ssh-rsa ${unknownBlob('x509v3-ssh-rsa')} ada`, 'type-not-accepted'],
  ])('%s', (_, text, code) => {
    expect(judge(text)).toEqual({ entries: [`rejected: ${code}`], repaired: null })
  })

  test('names the character that does not belong', () => {
    const text = ED25519.replace(BLOB.slice(30, 31), '*')
    expect(checkPublicKeys({ text }).entries[0]?.problems[0]?.detail).toContain('“*”')
  })

  test('RSA below what OpenSSH takes', () => {
    const modulus = Buffer.concat([Buffer.of(0), Buffer.alloc(96, 0xfb)])
    const blob = writeBlob('ssh-rsa', Buffer.of(1, 0, 1), modulus).toString('base64')
    expect(judge(`ssh-rsa ${blob} old`).entries).toEqual(['rejected: rsa-too-short'])
  })
})

describe('keys that stand with a remark', () => {
  const mldsa = 'ssh-mldsa44-ed25519@openssh.com'
  test.each([
    ['no comment', `ssh-ed25519 ${BLOB}`, 'no-comment'],
    [
      'comment of the instructions',
      `ssh-ed25519 ${BLOB} your_email@example.com`,
      'example-comment',
    ],
    ['ECDSA', ECDSA, 'proxy-unconfirmed'],
    ['short RSA', vector('rsa-1024.pub').trim(), 'rsa-short'],
    ['new type', `${mldsa} ${unknownBlob(mldsa)} ada`, 'unknown-type'],
    ['security key', `${securityKey()} ada`, 'proxy-unconfirmed'],
  ])('%s', (_, text, code) => {
    expect(judge(text)).toEqual({ entries: [`ok: ${code}`], repaired: text })
    expect(checkPublicKeys({ text }).ok).toBe(true)
  })
})

describe('the text as a whole', () => {
  test.each(['', ' \n\t\r\n ', '\ufeff'])('empty: %j', (text) => {
    const report = checkPublicKeys({ text, expectedKeyId: id(ED25519) })
    expect(report).toMatchObject({
      entries: [],
      repaired: null,
      ok: false,
      containsExpected: false,
    })
    expect(report.problems.map(({ code, severity }) => [code, severity])).toEqual([
      ['empty', 'info'],
    ])
  })

  test('a key that is there twice', () => {
    const text = `${ED25519}\n${RSA}\nssh-ed25519 ${BLOB} same key, other name`
    expect(judge(text)).toEqual({
      entries: ['ok', 'ok', 'rejected: duplicate'],
      repaired: `${ED25519}\n${RSA}`,
    })
    expect(checkPublicKeys({ text }).entries[2]?.problems[0]?.detail).toContain('line 1')
  })

  test('usable keys among other things', () => {
    const text = `# mine\n${ED25519}\nSHA256:nTOr1JRqg/Kn12WPZoyq6ATGw886ehMrJe/5jIbLPR0\n${RSA}`
    const report = checkPublicKeys({ text })
    expect(report.entries.map(({ verdict }) => verdict)).toEqual([
      'rejected',
      'ok',
      'rejected',
      'ok',
    ])
    expect(report).toMatchObject({ ok: false, repaired: `${ED25519}\n${RSA}` })
  })

  test('brackets and names on lines of their own', () => {
    const text = JSON.stringify({ keys: [ED25519, RSA] }, null, 2)
    const report = checkPublicKeys({ text })
    expect(report).toMatchObject({ ok: false, repaired: `${ED25519}\n${RSA}` })
    expect(report.problems.map(({ code }) => code)).toEqual(['extra-lines'])
    expect(report.entries.map(({ firstLine }) => firstLine)).toEqual([3, 4])
  })

  test('a fault between the lines is said as well', () => {
    const report = checkPublicKeys({ text: `${ED25519}\n\r\n${RSA}\n` })
    expect(report.ok).toBe(false)
    expect(report.problems.map(({ code }) => code)).toEqual(['carriage-return'])
  })

  test('more than RunPod stores', () => {
    const lines = Array.from({ length: 120 }, (_, index) => {
      const curve = Buffer.from(`key ${index}`.padEnd(512, '.'), 'latin1')
      const word = 'ssh-mldsa44-ed25519@openssh.com'
      return `${word} ${writeBlob(word, curve).toString('base64')} k${index}`
    })
    const report = checkPublicKeys({ text: lines.join('\n') })
    expect(report.ok).toBe(false)
    expect(report.problems.map(({ code }) => code)).toEqual(['too-long'])
    expect(report.problems[0]?.detail).toContain('65,000')
  })
})

describe('the expected key', () => {
  test.each([
    ['there', `${RSA}\n${ED25519}`, true],
    ['there after a repair', `${RSA} "${ED25519}"`, true],
    ['another', RSA, false],
    ['only its fingerprint', id(ED25519), false],
    ['as a server key', `[1.2.3.4]:22 ${ED25519}`, false],
  ])('%s', (_, text, expected) => {
    const report = checkPublicKeys({ text, expectedKeyId: id(ED25519) })
    expect(report.containsExpected).toBe(expected)
    const said = report.problems.some(({ code }) => code === 'expected-key-missing')
    expect(said).toBe(!expected && report.repaired !== null)
  })

  test('cannot be looked for when only a file is known', () => {
    const report = checkPublicKeys({ text: SECOND, expectedKeyId: 'file:/home/ada/.ssh/id_rsa' })
    expect(report.containsExpected).toBeNull()
  })
})

test('excerpts are short and leave out the long part', () => {
  const { entries } = checkPublicKeys({ text: `${RSA} ${'long '.repeat(100)}\n${wrap(RSA, 60)} x` })
  for (const { excerpt } of entries) {
    expect([...excerpt].length).toBeLessThanOrEqual(120)
    expect(excerpt).toContain('…')
    expect(excerpt).not.toContain(blobOf(RSA).slice(40, 60))
  }
})

function unknownBlob(word: string): string {
  return writeBlob(word, Buffer.from('something new'.repeat(9))).toString('base64')
}

function securityKey(): string {
  const word = 'sk-ssh-ed25519@openssh.com'
  const point = Buffer.from(BLOB, 'base64').subarray(-32)
  return `${word} ${writeBlob(word, point, Buffer.from('ssh:')).toString('base64')}`
}

test.each(['RUNPOD_SSH_PUBLIC_KEY', 'SSH_PUBLIC_KEY'])(
  'the name %s is said to do nothing, where it is pasted',
  (name) => {
    for (const text of [`${name}=x`, `echo "$${name}" >> authorized_keys`]) {
      const { problems } = checkPublicKeys({ text })
      expect(problems.map(({ code }) => code)).toContain('dead-variable')
    }
    const { problems } = checkPublicKeys({ text: `MY_${name}=x PUBLIC_KEY=y` })
    expect(problems.map(({ code }) => code)).not.toContain('dead-variable')
  },
)
