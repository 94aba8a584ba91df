import { describe, expect, test } from 'vitest'
import { pastedSource, pickFile, readSource } from '../../../renderer/screens/keys/read-source.ts'

const TEXT = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----\n'
const noPath = () => null
const file = (bytes: string | Uint8Array<ArrayBuffer>, name = 'id_rsa') => new File([bytes], name)

describe('a file', () => {
  test('whose path is known is not read', async () => {
    const unreadable = file('x')
    unreadable.arrayBuffer = () => Promise.reject(new Error('was read'))
    expect(await readSource(unreadable, () => '/home/ada/id_rsa')).toEqual({
      ok: true,
      source: { path: '/home/ada/id_rsa' },
      label: 'id_rsa',
    })
  })

  test.each([
    ['UTF-8', new TextEncoder().encode(TEXT), TEXT],
    [
      'UTF-8 with a mark, which the host is to see',
      new TextEncoder().encode(`\ufeff${TEXT}`),
      `\ufeff${TEXT}`,
    ],
    ['UTF-16, little end first', utf16(TEXT, true), TEXT],
    ['UTF-16, big end first', utf16(TEXT, false), TEXT],
  ])('is sent as text: %s', async (_name, bytes, text) => {
    expect(await readSource(file(bytes), noPath)).toEqual({
      ok: true,
      source: { text },
      label: 'id_rsa',
    })
  })

  test.each([
    ['too large', file('x'.repeat(100_001)), /too large for a key file/],
    ['empty', file(' \n'), /“id_rsa” is empty/],
  ])('that is %s is refused', async (_name, refused, message) => {
    const source = await readSource(refused, noPath)
    expect(source.ok ? '' : source.message).toMatch(message)
  })

  test('that cannot be read may be a folder', async () => {
    const folder = file('x', 'keys')
    folder.arrayBuffer = () => Promise.reject(new Error('a folder'))
    const source = await readSource(folder, noPath)
    expect(source.ok ? '' : source.message).toMatch(/“keys” could not be read. If it is a folder/)
  })
})

test('of both halves the private key is looked at', () => {
  const [half, whole] = [file('x', 'id.pub'), file('x', 'id')]
  expect(pickFile([half, whole])).toBe(whole)
  expect(pickFile([half])).toBe(half)
  expect(pickFile([])).toBeNull()
})

test('pasted text has the same limits', () => {
  expect(pastedSource(TEXT)).toEqual({ ok: true, source: { text: TEXT }, label: 'the pasted text' })
  expect(pastedSource(' ').ok).toBe(false)
  expect(pastedSource('x'.repeat(100_001)).ok).toBe(false)
})

function utf16(text: string, littleEnd: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(2 * (text.length + 1)))
  for (const [index, character] of [...`\ufeff${text}`].entries()) {
    view.setUint16(2 * index, character.charCodeAt(0), littleEnd)
  }
  return new Uint8Array(view.buffer)
}
