/** Work grows with the length of the text and no faster, also on texts made to be slow. */

import { expect, test } from 'vitest'
import { checkPublicKeys } from '../../../main/public-keys/index.ts'
import { writeBlob } from '../../../main/public-keys/wire.ts'
import { startProcessorClock } from '../../support/processor-time.ts'

const LENGTH = 262_144
/** Far above what any machine needs for linear work, far below what quadratic work takes. */
const LIMIT_MS = 3_000

function rsaHead(): string {
  const head = writeBlob('ssh-rsa', Buffer.of(1, 0, 1)).toString('base64')
  return `${head}AAAIAQ`
}

function ed25519Lines(): string {
  let text = ''
  for (let index = 0; text.length < LENGTH; index++) {
    const point = Buffer.alloc(32, index & 255)
    point.writeUInt32BE(index, 8)
    text += `ssh-ed25519 ${writeBlob('ssh-ed25519', point).toString('base64')} k${index}\n`
  }
  return text
}

const REPEATED: readonly (readonly [string, string])[] = [
  ['a', 'a'],
  ['A', 'A'],
  ['A and a space', 'A '],
  ['AAAA lines', 'AAAA\n'],
  ['AAAA words', 'AAAAB3 '],
  ['spaces', ' '],
  ['tabs and spaces', '\t '],
  ['line feeds', '\n'],
  ['carriage returns', '\r'],
  ['byte order marks', '\ufeff'],
  ['zero-width spaces', '\u200b'],
  ['backslashes', '\\'],
  ['written line breaks', '\\n'],
  ['written line breaks and spaces', '\\n  '],
  ['double quotes', '"'],
  ['single quotes', "'"],
  ['curly quotes', '“'],
  ['brackets', '['],
  ['closing brackets', ']'],
  ['commas', ','],
  ['dashes', '-'],
  ['equals signs', '='],
  ['hashes', '#'],
  ['dots', '.'],
  ['colons', ':'],
  ['greater-than signs', '> '],
  ['at signs', 'a@'],
  ['dollar signs', '$ '],
  ['type words', 'ssh-ed25519 '],
  ['glued type words', 'ssh-ed25519'],
  ['broken type words', 'ssh-\n'],
  ['ed25519 heads', 'AAAAC3NzaC1lZDI1NTE5'],
  ['ed25519 heads with words', 'ssh-ed25519AAAAC3NzaC1lZDI1NTE5AAAAI'],
  ['rsa heads', rsaHead()],
  ['rsa heads in words', `${rsaHead()} `],
  ['rsa heads in lines', `ssh-rsa ${rsaHead()}\n`],
  ['option names', 'no-pty,'],
  ['open options', 'command="\\"'],
  ['private BEGINs', '-----BEGIN PRIVATE KEY-----\n'],
  ['private ENDs', '-----END PRIVATE KEY-----\n'],
  ['half private BEGINs', 'BEGIN A'],
  ['public BEGINs', '---- BEGIN SSH2 PUBLIC KEY ----\n'],
  ['public BEGINs on one line', 'BEGIN SSH2 PUBLIC KEY '],
  ['PuTTY heads', 'PuTTY-User-Key-File-3: \n'],
  ['PuTTY public lines', 'Public-Lines: 2\n'],
  ['headers', 'Comment: a\\\n'],
  ['DER heads', 'MIIEpAIBAAKCAQEA\n'],
  ['magic', 'b3BlbnNzaC1rZXktdjE\n'],
  ['hex pairs', 'aa:'],
  ['fingerprints', 'SHA256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n'],
  ['assignments', 'A= '],
  ['prompts', 'a@b:$'],
  ['paths', '/a'],
  ['placeholders', 'paste the '],
  ['prose', 'hello world '],
]

test.each(REPEATED)('%s', (_, unit) => {
  const text = unit.repeat(Math.ceil(LENGTH / unit.length)).slice(0, LENGTH)
  const block = `---- BEGIN SSH2 PUBLIC KEY ----\n${text}`
  const usedMs = startProcessorClock()
  checkPublicKeys({ text })
  checkPublicKeys({ text: `x\n${text} y` })
  checkPublicKeys({ text: block.slice(0, LENGTH) })
  const elapsed = usedMs()
  expect(elapsed).toBeLessThan(LIMIT_MS)
})

test('thousands of keys', () => {
  const text = ed25519Lines()
  for (const pasted of [text, text.replaceAll('\n', ' '), text.replaceAll('\n', '')]) {
    const usedMs = startProcessorClock()
    const report = checkPublicKeys({ text: pasted })
    expect(usedMs()).toBeLessThan(LIMIT_MS)
    expect(report.entries.length).toBeGreaterThan(1_000)
  }
})
