/** ISO/IEC 18004: what a reader looks for first, and the sizes that follow from the length. */

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { drawQrCode, type QrPicture } from '../../../renderer/screens/keys/qr-code.ts'
import { ED25519, PUBLIC_LINES } from '../support/fake-data.ts'

const LINE = PUBLIC_LINES[ED25519.id] ?? ''
const MARGIN = 4

test('a code has its three finder patterns, and a light margin around', () => {
  const picture = draw(LINE)
  const dark = squares(picture)
  const last = picture.size - MARGIN - 7
  for (const [left, top] of [
    [MARGIN, MARGIN],
    [last, MARGIN],
    [MARGIN, last],
  ] as const) {
    const pattern = Array.from({ length: 7 }, (_, y) =>
      Array.from({ length: 7 }, (_, x) => (dark.has(`${left + x} ${top + y}`) ? '#' : '.')).join(
        '',
      ),
    )
    expect(pattern).toEqual([
      '#######',
      '#.....#',
      '#.###.#',
      '#.###.#',
      '#.###.#',
      '#.....#',
      '#######',
    ])
  }
  const inMargin = [...dark].filter((square) =>
    square.split(' ').some((at) => Number(at) < MARGIN || Number(at) >= picture.size - MARGIN),
  )
  expect(inMargin).toEqual([])
})

test('letters beyond Latin count as their UTF-8 bytes', () => {
  // Version 40 with the least correction holds 2,953 bytes; 4-byte letters take it to the limit.
  expect(draw(`${LINE} 🔑`).size).toBeGreaterThanOrEqual(draw(LINE).size)
  expect(drawQrCode('🔑'.repeat(400))).not.toBeNull()
  expect(drawQrCode('🔑'.repeat(401))).toBeNull()
})

test('the line of an RSA key with 8192 bits fits, with 16384 bits it is too long to be read', () => {
  const lengthOf = (bits: number) => 'ssh-rsa '.length + Math.ceil((bits / 8 + 23) / 3) * 4 + 20
  expect(drawQrCode('A'.repeat(lengthOf(8_192)))).not.toBeNull()
  expect(drawQrCode('A'.repeat(lengthOf(16_384)))).toBeNull()
})

const READER = '/usr/bin/zbarimg'
const missing = existsSync(READER) ? '' : ` (skipped: no ${READER}, of the package zbar-tools)`

test.runIf(missing === '').each([
  ['the line of a key', LINE],
  ['a comment of other letters', `${LINE} Zoë’s 🔑 鍵`],
  ['what takes the strongest correction', `${LINE} `.padEnd(400, 'x')],
  ['the longest that is drawn', `ssh-rsa ${'AbC+/9'.repeat(300)}`.slice(0, 1_600)],
])(`a reader of QR codes reads %s back${missing}`, async (_, text) => {
  const folder = await mkdtemp(join(tmpdir(), 'keypilot-qr-'))
  try {
    const file = join(folder, 'code.pbm')
    await writeFile(file, bitmap(draw(text)))
    const argv = ['-q', '--raw', '--oneshot', '-Sdisable', '-Sqrcode.enable', '-Sbinary', file]
    const { stdout } = await promisify(execFile)(READER, argv)
    expect(stdout).toBe(text)
  } finally {
    await rm(folder, { recursive: true })
  }
})

/** As a portable bitmap (pbm(5)), every square eight dots wide. */
function bitmap(picture: QrPicture): string {
  const dark = squares(picture)
  const wide = Array.from({ length: picture.size * 8 }, (_, dot) => dot >> 3)
  const rows = wide.map((y) => wide.map((x) => (dark.has(`${x} ${y}`) ? '1' : '0')).join(' '))
  return `P1\n${wide.length} ${wide.length}\n${rows.join('\n')}\n`
}

function draw(text: string): QrPicture {
  const picture = drawQrCode(text)
  if (picture === null) throw new Error('no picture')
  return picture
}

function squares(picture: QrPicture): ReadonlySet<string> {
  return new Set([...picture.path.matchAll(/M(\d+ \d+)h1v1h-1z/g)].map(([, at = '']) => at))
}
