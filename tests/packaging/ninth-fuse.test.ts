/** The fuse that electron-builder has no name for, set in programs of 8, 9 and 10 fuses. */

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const script = resolve(import.meta.dirname, '../../scripts/lib/fuse-wire.mjs')
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'keypilot-fuses-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

test('a program of nine fuses gets the ninth, and keeps every other byte', () => {
  expect(setNinthFuse(wire('010011000'))).toEqual({ error: '', program: wire('010011001') })
})

test('both halves of a universal program get it', () => {
  const two = (fuses: string) => wire(fuses) + wire(fuses)
  expect(setNinthFuse(two('010011000'))).toEqual({ error: '', program: two('010011001') })
})

test('a program of eight fuses stays as it is', () => {
  expect(setNinthFuse(wire('01001100'))).toEqual({ error: '', program: wire('01001100') })
})

test('a fuse that nobody has decided about stops the packaging', () => {
  const { error, program } = setNinthFuse(wire('0100110000'))
  expect(error).toContain('has 10 fuses: decide about the new ones')
  expect(program).toBe(wire('0100110000'))
})

test('a program without fuses stops the packaging', () => {
  expect(setNinthFuse('no program').error).toContain('has no fuses')
})

function wire(fuses: string): string {
  return `before${SENTINEL}\x01${String.fromCharCode(fuses.length)}${fuses}after`
}

function setNinthFuse(program: string): { error: string; program: string } {
  const file = join(dir, 'program')
  writeFileSync(file, program, 'latin1')
  const code = `import { setNinthFuse } from ${JSON.stringify(script)}; setNinthFuse(process.argv[1])`
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code, file], {
    encoding: 'utf8',
  })
  return { error: stderr, program: readFileSync(file, 'latin1') }
}
