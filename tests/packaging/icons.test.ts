/** The committed icons, read back from the containers that Windows and macOS read. */

import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readPng } from './read-png.ts'

const build = resolve(import.meta.dirname, '../../build')

/** macOS's names for its sizes in pixels: 16 to 1024, and the doubles for dense screens. */
const ICNS_SIZES = {
  icp4: 16,
  icp5: 32,
  ic07: 128,
  ic08: 256,
  ic09: 512,
  ic10: 1024,
  ic11: 32,
  ic12: 64,
  ic13: 256,
  ic14: 512,
}

test('Linux has a picture of every size', () => {
  const names = readdirSync(join(build, 'icons'))
  const sizes = names.map((name) => Number.parseInt(name, 10)).sort((a, b) => a - b)
  expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256, 512, 1024])
  for (const size of sizes) {
    expectKey(readFileSync(join(build, `icons/${size}x${size}.png`)), size)
  }
})

test('the .ico says of every picture what it is', () => {
  const bytes = readFileSync(join(build, 'icon.ico'))
  expect([bytes.readUInt16LE(0), bytes.readUInt16LE(2)]).toEqual([0, 1])
  const count = bytes.readUInt16LE(4)
  const sizes: number[] = []
  let end = 6 + 16 * count
  for (let at = 6; at < 6 + 16 * count; at += 16) {
    const size = bytes.readUInt8(at) || 256
    expect(bytes.readUInt8(at + 1) || 256).toBe(size)
    expect([bytes.readUInt16LE(at + 4), bytes.readUInt16LE(at + 6)]).toEqual([1, 32])
    const [length, offset] = [bytes.readUInt32LE(at + 8), bytes.readUInt32LE(at + 12)]
    expect(offset).toBe(end)
    end = offset + length
    expectKey(bytes.subarray(offset, end), size)
    sizes.push(size)
  }
  expect(end).toBe(bytes.length)
  expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256])
})

test('the .icns holds every size of macOS', () => {
  const bytes = readFileSync(join(build, 'icon.icns'))
  expect(bytes.toString('latin1', 0, 4)).toBe('icns')
  expect(bytes.readUInt32BE(4)).toBe(bytes.length)
  const found: { [type: string]: number } = {}
  for (let at = 8; at < bytes.length; at += bytes.readUInt32BE(at + 4)) {
    const picture = bytes.subarray(at + 8, at + bytes.readUInt32BE(at + 4))
    const { width } = readPng(picture)
    found[bytes.toString('latin1', at, at + 4)] = width
    expectKey(picture, width)
  }
  expect(found).toEqual(ICNS_SIZES)
})

/** A square with round corners in our colour, and a white key on it, large enough to be seen. */
function expectKey(bytes: Buffer, size: number): void {
  const picture = readPng(bytes)
  expect([picture.width, picture.height]).toEqual([size, size])
  expect(picture.pixel(0, 0)[3]).toBe(0)
  expect(picture.pixel(Math.floor(size / 2), Math.floor(size * 0.85))).toEqual([11, 95, 120, 255])
  let white = 0
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) if ((picture.pixel(x, y)[0] ?? 0) > 128) white += 1
  }
  expect(white / size ** 2).toBeGreaterThan(0.07)
}
