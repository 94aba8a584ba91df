import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { restoreWindowState, saveWindowState } from '../../../app/electron/window-state.ts'

const SCREEN = { x: 0, y: 25, width: 1920, height: 1055 }
const LEFT_SCREEN = { x: -1280, y: 0, width: 1280, height: 1024 }
const DEFAULT = { bounds: { width: 1080, height: 760 }, maximized: false, theme: 'system' }
const usual = { maximized: false, theme: 'system' } as const

let file: string
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'keypilot-window-')), 'data', 'window-state.json')
})

describe('the window comes back', () => {
  it('where it was', () => {
    const bounds = { x: -1200, y: 100, width: 900, height: 700 }
    const state = { bounds, maximized: true, theme: 'dark' } as const
    saveWindowState(file, state)
    expect(restoreWindowState(file, [SCREEN, LEFT_SCREEN])).toEqual(state)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(dirname(file))).toEqual(['window-state.json'])
  })

  it.each([
    ['on a screen that has gone', { x: -1200, y: 100, width: 900, height: 700 }],
    ['above the screen', { x: 100, y: -300, width: 900, height: 700 }],
    ['below the screen', { x: 100, y: 1070, width: 900, height: 700 }],
    ['all but a sliver to the right', { x: 1900, y: 100, width: 900, height: 700 }],
  ])('in the middle when it was %s', (_name, bounds) => {
    saveWindowState(file, { ...usual, bounds })
    expect(restoreWindowState(file, [SCREEN])).toEqual(DEFAULT)
  })

  it('no smaller than it may be', () => {
    saveWindowState(file, { ...usual, bounds: { x: 100, y: 100, width: 10, height: 10 } })
    expect(restoreWindowState(file, [SCREEN]).bounds).toMatchObject({ width: 720, height: 560 })
  })
})

describe('without a usable file', () => {
  it('the window has its usual size', () => {
    expect(restoreWindowState(file, [SCREEN])).toEqual(DEFAULT)
  })

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"x":1}',
    '{"x":1e99,"y":0,"width":900,"height":700}',
    '{"x":0,"y":100,"width":9007199254740991,"height":700}',
    '{"x":-9007199254740000,"y":100,"width":9007199254740991,"height":700}',
    '{"x":0,"y":100,"width":2000000000,"height":2000000000}',
  ])('so it has when the file holds %j', (text) => {
    const broken = join(dirname(dirname(file)), 'broken.json')
    writeFileSync(broken, text)
    expect(restoreWindowState(broken, [SCREEN])).toEqual(DEFAULT)
  })

  it.each([undefined, 'purple', null, { dark: true }])(
    'the theme is the system’s for %j',
    (theme) => {
      const broken = join(dirname(dirname(file)), 'theme.json')
      writeFileSync(broken, JSON.stringify({ x: 0, y: 100, width: 900, height: 700, theme }))
      expect(restoreWindowState(broken, [SCREEN])).toMatchObject({ theme: 'system' })
    },
  )

  it('closing goes on when the place cannot be saved', () => {
    const blocked = join(dirname(dirname(file)), 'a-file')
    writeFileSync(blocked, '')
    expect(() =>
      saveWindowState(join(blocked, 'x.json'), {
        ...usual,
        bounds: { x: 0, y: 0, width: 900, height: 700 },
      }),
    ).not.toThrow()
  })
})
