/** Texts that hold a whole key among other things: what is said, and what to paste instead. */

import { describe, expect, test } from 'vitest'
import { checkPublicKeys } from '../../../main/public-keys/index.ts'
import { blobOf, ECDSA, ED25519, judge, RSA, SECOND, vector, wrap } from './vectors.ts'

const BLOB = blobOf(ED25519)
const NAMELESS = `ssh-ed25519 ${BLOB}`

type Row = [what: string, text: string, codes: string, repaired?: string]

const ONE_KEY: readonly Row[] = [
  ['no type word', `${BLOB} ada@laptop`, 'missing-type'],
  ['only the base64', BLOB, 'missing-type, no-comment', NAMELESS],
  ['type word of another key', `ssh-rsa ${BLOB} ada@laptop`, 'type-mismatch'],
  ['type word in capitals', `SSH-ED25519 ${BLOB} ada@laptop`, 'type-mismatch'],
  ['half a type word', `ed25519 ${BLOB} ada@laptop`, 'type-mismatch'],
  ['colon behind the type word', `ssh-ed25519: ${BLOB} ada@laptop`, 'type-mismatch'],
  ['no space', `ssh-ed25519${BLOB} ada@laptop`, 'missing-space'],
  ['no space before the comment', `ssh-ed25519 ${BLOB}ada@laptop`, 'missing-space'],
  ['tabs', ED25519.replaceAll(' ', '\t'), 'tab-between-fields'],
  ['several spaces', ED25519.replace(' ', '   '), 'extra-spaces'],
  ['indented', `   ${ED25519}`, 'extra-spaces'],
  ['byte order mark', `\ufeff${ED25519}`, 'byte-order-mark'],
  ['zero-width space', ED25519.replace('AAAAC3', 'AAAA\u200bC3'), 'hidden-characters'],
  ['text direction marks', `\u202a${ED25519}\u202c`, 'hidden-characters'],
  ['terminal colours', `\u001b[32m${ED25519}\u001b[0m`, 'hidden-characters'],
  ['NUL between letters', [...ED25519].join('\0'), 'hidden-characters'],
  ['no-break space', ED25519.replaceAll(' ', '\u00a0'), 'odd-spaces'],
  ['Windows line ending', `${ED25519}\r\n`, 'carriage-return'],
  ['old Mac line ending', `${ED25519}\r`, 'carriage-return'],
  ['long dash', ED25519.replace('ssh-', 'ssh–'), 'odd-dashes'],
  ['double quotes', `"${ED25519}"`, 'surrounding-quotes'],
  ['single quotes', `'${ED25519}'`, 'surrounding-quotes'],
  ['backticks', `\`${ED25519}\``, 'surrounding-quotes'],
  ['a quote at the end only', `${ED25519}"`, 'surrounding-quotes'],
  ['curly quotes', `“${ED25519}”`, 'smart-quotes'],
  ['single curly quotes', `‘${ED25519}’`, 'smart-quotes'],
  ['option with a value', `command="echo \\"hi\\", you" ${ED25519}`, 'options'],
  ['several options', `no-pty,from="10.0.0.0/8,*.lan" ${ED25519}`, 'options'],
  ['option without a value', `restrict ${ED25519}`, 'options'],
  ['option in curly quotes', `from=“10.0.0.1” ${ED25519}`, 'options'],
  ['variable', `PUBLIC_KEY=${ED25519}`, 'assignment'],
  ['exported variable', `export PUBLIC_KEY="${ED25519}"`, 'assignment, surrounding-quotes'],
  ['PowerShell variable', `$env:PUBLIC_KEY = '${ED25519}'`, 'assignment, surrounding-quotes'],
  ['YAML', `ssh_key: ${ED25519}`, 'assignment'],
  ['JSON field', `{"key":"${ED25519}"}`, 'json, surrounding-quotes, assignment'],
  ['echo', `echo "${ED25519}" >> ~/.ssh/authorized_keys`, 'shell-wrapper'],
  ['echo without quotes', `echo ${ED25519} >> ~/.ssh/authorized_keys`, 'shell-wrapper'],
  ['commands before echo', `mkdir -p ~/.ssh && echo '${ED25519}' >> x`, 'shell-wrapper'],
  ['prompt', `$ ${ED25519}`, 'shell-prompt'],
  ['long prompt', `ada@laptop:~/.ssh$ ${ED25519}`, 'shell-prompt'],
  ['PowerShell prompt', `PS C:\\Users\\Ada Lovelace> ${ED25519}`, 'shell-prompt'],
  ['list item', `- ${ED25519}`, 'extra-text'],
  ['quoted mail', `> ${ED25519}`, 'extra-text'],
  ['words in front', `My public key is: ${ED25519}`, 'extra-text'],
  ['comma at the end', `${ED25519},`, 'json'],
  ['JSON list', JSON.stringify([ED25519]), 'json, surrounding-quotes'],
  ['written line break', `${ED25519}\\n`, 'literal-newline'],
  ['web alphabet', RSA.replaceAll('+', '-').replaceAll('/', '_'), 'url-safe-base64', RSA],
  ['slashes escaped by JSON', RSA.replaceAll('/', '\\/'), 'json', RSA],
  ['the mark of zsh', `${ED25519}%`, 'extra-text'],
  ['the mark of zsh behind the base64', `${NAMELESS}%\n`, 'extra-text, no-comment', NAMELESS],
  ['the end of a sentence', `${NAMELESS}.`, 'extra-text, no-comment', NAMELESS],
  ['chat marks for bold', `**${ED25519}**`, 'extra-text'],
  ['chat marks that hide', `||${ED25519}||`, 'extra-text'],
  ['a row of a table', `| laptop | ${ED25519} |`, 'extra-text, json'],
  ['tags of a web page', `<pre><code>${ED25519}</code></pre>`, 'web-codes'],
  ['quotes of a web page', `&quot;${ED25519}&quot;`, 'surrounding-quotes, web-codes'],
  [
    'signs of the base64 as a web page writes them',
    RSA.replaceAll('/', '&#x2F;').replaceAll('+', '&#43;').replaceAll('=', '&#61;'),
    'web-codes',
    RSA,
  ],
  ['padding missing', RSA.replaceAll('=', ''), 'base64-ending', RSA],
  ['padding too long', ECDSA.replace('= ', '=== '), 'base64-ending, proxy-unconfirmed', ECDSA],
]

test.each(ONE_KEY)('one key: %s', (_, text, codes, repaired = ED25519) => {
  expect(judge(text)).toEqual({ entries: [`repaired: ${codes}`], repaired })
})

describe('a wrapped key', () => {
  test.each([20, 40, 64, 72, 76, 79, 80, 100, 120])('at %i characters', (width) => {
    expect(judge(wrap(RSA, width))).toEqual({ entries: ['repaired: wrapped-line'], repaired: RSA })
  })

  test.each<Row>([
    ['in the type word', ED25519.replace('ssh-ed', 'ssh-\ned'), 'wrapped-line'],
    ['between type word and base64', ED25519.replace(' ', '\n'), 'wrapped-line'],
    ['in the first four letters', ED25519.replace('AAAA', 'AA\nAA'), 'wrapped-line'],
    ['before the comment', ED25519.replace(' ada', '\nada'), 'wrapped-line'],
    ['with a backslash', ED25519.replace('AAAIP', 'AAA\\\nIP'), 'wrapped-line'],
    ['with indented pieces', wrap(ED25519, 30).replaceAll('\n', '\n    '), 'wrapped-line'],
    [
      'in a quoted mail',
      `> ${wrap(ED25519, 40).replaceAll('\n', '\n> ')}`,
      'wrapped-line, extra-text',
    ],
    [
      'in a mail quoted twice',
      `>> ${wrap(ED25519, 40).replaceAll('\n', '\n>> ')}`,
      'wrapped-line, extra-text',
    ],
    [
      'in a mail quoted without spaces',
      `>${wrap(ED25519, 40).replaceAll('\n', '\n>')}`,
      'wrapped-line, extra-text',
    ],
    [
      'with Windows line endings',
      wrap(ED25519, 40).replaceAll('\n', '\r\n'),
      'wrapped-line, carriage-return',
    ],
  ])('%s', (_, text, codes) => {
    expect(judge(text)).toEqual({ entries: [`repaired: ${codes}`], repaired: ED25519 })
  })

  test.each([60, 64, 76])('at %i characters, with doubled line ends', (width) => {
    const text = wrap(RSA, width).replaceAll('\n', '\n\n')
    expect(judge(text)).toEqual({ entries: ['repaired: wrapped-line'], repaired: RSA })
  })

  test('with spaces for line breaks', () => {
    const text = wrap(RSA, 64).replaceAll('\n', ' ')
    expect(judge(text)).toEqual({ entries: ['repaired: wrapped-line'], repaired: RSA })
  })

  test('says from where to where it goes', () => {
    const [first, second] = checkPublicKeys({ text: `${ED25519}\n\n${wrap(RSA, 80)}\n` }).entries
    expect([first?.firstLine, first?.lastLine]).toEqual([1, 1])
    expect([second?.firstLine, second?.lastLine]).toEqual([3, 10])
  })

  test('never takes a comment for the missing end of a key', () => {
    const cut = ED25519.replace(/.{6} ada@laptop$/, '')
    for (const comment of ['laptop', 'Laptop', 'ada001', ' laptop', 'laptop ']) {
      expect(judge(`${cut} ${comment}`).repaired).toBeNull()
      expect(judge(`${cut}\n${comment}`).repaired).toBeNull()
    }
  })
})

describe('several keys on one line', () => {
  const both = `${ED25519}\n${SECOND}`
  const several = 'repaired: several-on-one-line'
  test.each<Row>([
    ['space', `${ED25519} ${SECOND}`, several],
    ['comma', `${ED25519},${SECOND}`, 'repaired: json, several-on-one-line'],
    ['semicolon', `${ED25519}; ${SECOND}`, 'repaired: json, several-on-one-line'],
    ['nothing', `${ED25519}${SECOND}`, several],
    ['written line break', `${ED25519}\\n${SECOND}`, 'repaired: literal-newline'],
    ['written Windows line break', `${ED25519}\\r\\n${SECOND}`, 'repaired: literal-newline'],
    [
      'JSON',
      JSON.stringify([ED25519, SECOND]),
      'repaired: json, surrounding-quotes, several-on-one-line',
    ],
  ])('separated by: %s', (_, text, first) => {
    const result = judge(text)
    expect(result.repaired).toBe(both)
    expect(result.entries[0]).toBe(first)
    expect(result.entries).toHaveLength(2)
  })

  test('without comments and without white space', () => {
    const text = `ssh-ed25519 ${BLOB}ssh-ed25519 ${blobOf(SECOND)}`
    expect(judge(text).repaired).toBe(`${NAMELESS}\nssh-ed25519 ${blobOf(SECOND)}`)
  })

  test('three kinds, comments of several words, one type word missing', () => {
    const text = `ssh-ed25519 ${BLOB} my old laptop ${RSA} ${blobOf(SECOND)} c`
    expect(judge(text).repaired).toBe(
      `ssh-ed25519 ${BLOB} my old laptop\n${RSA}\nssh-ed25519 ${blobOf(SECOND)} c`,
    )
  })
})

describe('other formats', () => {
  const comment = '3072-bit RSA, converted by root@vm from OpenSSH'
  test.each<Row>([
    ['PuTTYgen, Ed25519', vector('ed25519.puttygen.pub'), 'rfc4716', ED25519],
    ['PuTTYgen, RSA', vector('rsa-3072.puttygen.pub'), 'rfc4716', RSA],
    ['ssh-keygen -e', vector('rsa-3072.rfc4716'), 'rfc4716', `ssh-rsa ${blobOf(RSA)} ${comment}`],
    [
      'RFC 4716 without its END',
      vector('ed25519.puttygen.pub').replace(/----[^-]*----\n$/, ''),
      'rfc4716',
      ED25519,
    ],
    [
      'RFC 4716 on one line',
      vector('ed25519.puttygen.pub').replaceAll('\n', ' '),
      'rfc4716',
      ED25519,
    ],
    [
      'RFC 4716 in JSON',
      JSON.stringify(vector('ed25519.puttygen.pub')),
      'rfc4716, literal-newline',
      ED25519,
    ],
    [
      'RFC 4716 with a long header',
      vector('ed25519.puttygen.pub').replace(
        'Comment: "ada@laptop"',
        'Subject: me\nComment: "ada\\\n@laptop"',
      ),
      'rfc4716',
      ED25519,
    ],
    ['PuTTY file, public part', vector('rsa-3072.ppk-public-part'), 'ppk-public', RSA],
    ['PEM, RSA', vector('rsa-3072.spki.pem'), 'pem-public, no-comment', `ssh-rsa ${blobOf(RSA)}`],
    [
      'PEM, RSA PKCS#1',
      vector('rsa-3072.pkcs1.pem'),
      'pem-public, no-comment',
      `ssh-rsa ${blobOf(RSA)}`,
    ],
  ])('%s', (_, text, codes, repaired = '') => {
    expect(judge(text)).toEqual({ entries: [`repaired: ${codes}`], repaired })
  })

  test('lines that somebody put between BEGIN and END', () => {
    const text = `-----BEGIN PUBLIC KEY-----\n${ED25519}\n${RSA}\n-----END PUBLIC KEY-----\n`
    expect(judge(text)).toEqual({ entries: ['ok', 'ok'], repaired: `${ED25519}\n${RSA}` })
    const { problems } = checkPublicKeys({ text })
    expect(problems.map(({ code }) => code)).toEqual(['extra-lines'])
    const bare = `-----BEGIN RSA PUBLIC KEY-----\n${blobOf(RSA)}\n-----END RSA PUBLIC KEY-----`
    expect(judge(bare).repaired).toBe(`ssh-rsa ${blobOf(RSA)}`)
  })

  test('a block between lines', () => {
    const text = `${SECOND}\n${vector('ed25519.puttygen.pub')}${RSA}\n`
    expect(judge(text)).toEqual({
      entries: ['ok', 'repaired: rfc4716', 'ok'],
      repaired: [SECOND, ED25519, RSA].join('\n'),
    })
  })

  test('a damaged block', () => {
    const text = vector('ed25519.puttygen.pub')
    expect(judge(text.replace('ulHI', 'ul')).entries).toEqual(['rejected: incomplete-key'])
    expect(judge(text.replace('ulHI', 'ulHIulHI')).entries).toEqual(['rejected: altered-key'])
    const pem = vector('rsa-3072.spki.pem')
    expect(judge(pem.replace('MII', 'MIX')).entries).toEqual(['rejected: altered-key'])
  })
})

test('a last line that looks like a word is part of a key whose format says where it ends', () => {
  const blob = 'AAAAC3NzaC1lZDI1NTE5AAAAIMrBVdHgwml9FDhgD4nNpVA/+vxcHRqB1H0Be33lRzqy'
  const lines = `${blob.slice(0, 64)}\n${blob.slice(64)}`
  const rfc4716 = `---- BEGIN SSH2 PUBLIC KEY ----\nComment: "me"\n${lines}\n---- END SSH2 PUBLIC KEY ----\n`
  const ppk = `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: me\nPublic-Lines: 2\n${lines}\n`
  for (const text of [rfc4716, ppk]) {
    expect(checkPublicKeys({ text }).repaired).toBe(`ssh-ed25519 ${blob} me`)
  }
})
