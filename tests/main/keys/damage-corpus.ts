/** What happens to key files on their way, and what it should be called. */

const BEGIN = '-----BEGIN OPENSSH PRIVATE KEY-----'
const END = '-----END OPENSSH PRIVATE KEY-----'

export type Damage = (text: string) => string | Buffer

const crlf: Damage = (text) => text.replaceAll('\n', '\r\n')
export const bom: Damage = (text) => `\uFEFF${text}`
const oneLine: Damage = (text) => text.trim().replaceAll('\n', ' ')
const indented: Damage = (text) => text.replaceAll(/^/gm, '  ').trimEnd().concat('\n')
const half: Damage = (text) => text.slice(0, text.length / 2)
const utf16: Damage = (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')
const noEnd: Damage = (text) => text.replace(/\n-----END[^\n]*\n/, '\n')
const withoutLine: Damage = (text) => text.split('\n').toSpliced(2, 1).join('\n')

/** original, damage, the problem's code; null where ssh still takes the file. */
export const CORPUS: readonly (readonly [string, string, Damage, string | null])[] = [
  ['plain', 'as it is', (text) => text, null],
  ['encrypted', 'as it is', (text) => text, null],
  ['pem', 'as it is', (text) => text, null],
  ['pem-encrypted', 'as it is', (text) => text, null],
  ['pkcs8', 'as it is', (text) => text, null],
  ['pkcs8-encrypted', 'as it is', (text) => text, null],
  ...['plain', 'encrypted'].flatMap((name): (typeof CORPUS)[number][] => [
    [name, 'CRLF', crlf, 'crlf'],
    [name, 'CRLF in the first line only', (text) => text.replace('\n', '\r\n'), 'crlf'],
    [name, 'CRLF in the last line only', (text) => text.replace(/\n$/, '\r\n'), 'crlf'],
    [name, 'CR inside, which ssh skips', (text) => text.replace(/\n(.{70})\n/, '\n$1\r\n'), null],
    [name, 'no final newline', (text) => text.trimEnd(), 'no-final-newline'],
    [name, 'BOM', bom, 'bom'],
    [name, 'BOM and CRLF', (text) => bom(String(crlf(text))), 'bom'],
    [name, 'UTF-16', utf16, 'utf16'],
    [name, 'UTF-16 big endian', (text) => Buffer.from(utf16(text)).swap16(), 'utf16'],
    [name, 'UTF-16 without mark', (text) => Buffer.from(text, 'utf16le'), 'utf16'],
    [name, 'leading blank line', (text) => `\n${text}`, 'leading-blank-line'],
    [name, 'leading blank line, CRLF', (text) => `\r\n${text}`, 'leading-blank-line'],
    [name, 'text before', (text) => `My key:\n${text}`, 'text-before-key'],
    [name, 'indented', indented, 'indented'],
    [
      name,
      'only the last line indented',
      (text) => text.replace(`\n${END}`, `\n ${END}`),
      'indented',
    ],
    [name, 'trailing spaces', (text) => text.replaceAll('\n', '  \n'), 'trailing-spaces'],
    [
      name,
      'a space after the last line',
      (text) => text.replace(`${END}\n`, `${END} \n`),
      'trailing-spaces',
    ],
    [
      name,
      'spaces inside only, which ssh skips',
      (text) => text.replace(/\n(.{70})\n/, '\n$1  \n'),
      null,
    ],
    [name, 'text after, which ssh skips', (text) => `${text}\nnotes\n`, null],
    [name, 'on one line', oneLine, 'one-line'],
    [name, 'on one line without spaces', (text) => text.replaceAll('\n', ''), 'one-line'],
    [name, 'half of it', half, 'truncated'],
    [name, 'without its last line', noEnd, 'missing-markers'],
    [name, 'a line missing', withoutLine, 'truncated'],
    [
      name,
      'some characters missing',
      (text) => text.replace(/\n(.{70})\n/, (line) => `\n${line.slice(4)}`),
      'truncated',
    ],
    [name, 'without its first line', (text) => text.replace(`${BEGIN}\n`, ''), 'missing-markers'],
    [
      name,
      'only the middle',
      (text) => text.split('\n').slice(1, -2).join('\n'),
      'missing-markers',
    ],
    [name, 'dashes changed', (text) => text.replaceAll('-----', '—'), 'changed-dashes'],
    [name, 'smart dashes at the start', (text) => text.replace('-----B', '–––B'), 'changed-dashes'],
    [
      name,
      'a doubled newline inside, which ssh skips',
      (text) => text.replace(/\n(.{70})\n/, '\n$1\n\n'),
      null,
    ],
    [
      name,
      'an HTML line break in it',
      (text) => text.replace(/\n(.{70})\n/, '\n$1<br>\n'),
      'truncated',
    ],
  ]),
  ['pem', 'CRLF, which ssh takes here', crlf, null],
  ['pem', 'no final newline, which ssh takes here', (text) => text.trimEnd(), null],
  ['pem', 'leading blank line, which ssh takes here', (text) => `\n${text}`, null],
  ['pem', 'text before, which ssh takes here', (text) => `My key:\n${text}`, null],
  ['pem', 'trailing spaces, which ssh takes here', (text) => text.replaceAll('\n', ' \n'), null],
  ['pem', 'UTF-16', utf16, 'utf16'],
  ['pem', 'indented', indented, 'indented'],
  ['pem', 'text before on the same line', (text) => `key: ${text}`, 'text-before-key'],
  ['pem', 'a lone carriage return before', (text) => `\r${text}`, 'indented'],
  ['pem', 'half of it', half, 'truncated'],
  ['pem', 'without its last line', noEnd, 'missing-markers'],
  ['pem-encrypted', 'without its last line', noEnd, 'truncated'],
  ['pem', 'a line missing', withoutLine, 'damaged'],
  ['pem', 'on one line', oneLine, 'one-line'],
  ['pem-encrypted', 'CRLF, which ssh takes here', crlf, null],
  ['pem-encrypted', 'half of it', half, 'truncated'],
  ['pem', 'BOM and truncated', (text) => bom(String(half(text))), 'bom'],
  ['pem-encrypted', 'headers gone', (text) => text.replace(/Proc[\s\S]*?\n\n/, ''), 'damaged'],
  ['pkcs8-encrypted', 'a line missing', withoutLine, 'damaged'],
  ['pkcs8-encrypted', 'on one line', oneLine, 'one-line'],
  ['pkcs8', 'CRLF, which ssh takes here', crlf, null],
  ['public', 'saved as private', (text) => text, 'public-key'],
  ['public', 'saved as private, CRLF', crlf, 'public-key'],
  ['spki', 'saved as private', (text) => text, 'public-key'],
  ['rfc4716', 'saved as private', (text) => text, 'rfc4716'],
  ['fingerprint', 'saved as private', (text) => text, 'fingerprint'],
  ['plain', 'emptied', () => '', 'empty'],
  ['plain', 'blanked', () => ' \n\n', 'empty'],
  [
    'plain',
    'a web page instead',
    () => '<!DOCTYPE html>\n<html><body>Sign in</body></html>',
    'html-page',
  ],
  ['plain', 'notes instead', () => 'remember to buy milk\n', 'not-a-key'],
  ['plain', 'a file name instead', () => '~/.ssh/id_ed25519\n', 'not-a-key'],
  ['plain', 'random bytes', () => Buffer.from([0, 1, 2, 3, 0x80, 0xff]), 'not-a-key'],
  [
    'plain',
    'a certificate instead',
    () => 'ssh-ed25519-cert-v01@openssh.com AAAAIHNza me\n',
    'certificate',
  ],
  ['plain', 'SSH 1', () => 'SSH PRIVATE KEY FILE FORMAT 1.1\n\0\0', 'ssh1-key'],
  ['plain', 'PuTTY 2', () => 'PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\n', 'putty'],
  ['plain', 'PuTTY 3', () => 'PuTTY-User-Key-File-3: ssh-ed25519\r\nEncryption: none\r\n', 'putty'],
]
