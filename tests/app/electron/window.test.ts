/** When the window gets its theme and when it is shown; Electron's window is stood in for. */

import { EventEmitter } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'
import { beforeEach, expect, it, vi } from 'vitest'
import { BACKGROUND } from '../../../app/electron/background.ts'
import { openWindow } from '../../../app/electron/window.ts'
import type { Log } from '../../../main/storage/index.ts'

const BOUNDS = { x: 40, y: 50, width: 900, height: 700 }

const seen = vi.hoisted(() => ({
  happened: [] as string[],
  options: {} as BrowserWindowConstructorOptions,
}))

vi.mock('electron', async () => {
  const events = await import('node:events')
  class FakeTheme extends events.EventEmitter {
    themeSource = 'system'
    get shouldUseDarkColors() {
      return this.themeSource === 'dark'
    }
  }
  class FakeWindow extends events.EventEmitter {
    webContents = new events.EventEmitter()
    constructor(options: BrowserWindowConstructorOptions) {
      super()
      seen.options = options
    }
    show = () => seen.happened.push('shown')
    getNormalBounds = () => ({ x: 40, y: 50, width: 900, height: 700 })
    isMaximized = () => false
    loadURL = async (url: string) => void seen.happened.push(url)
  }
  const screen = { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] }
  return { BrowserWindow: FakeWindow, nativeTheme: new FakeTheme(), screen, dialog: {} }
})

let stateFile: string
beforeEach(() => {
  stateFile = join(mkdtempSync(join(tmpdir(), 'keypilot-window-')), 'window-state.json')
  seen.happened.splice(0)
})

function open(): BrowserWindow {
  return openWindow({
    ...{ stateFile, preload: '/preload.cjs', log: {} as Log },
    onCreated: (contents) => void seen.happened.push(`created ${contents instanceof EventEmitter}`),
    onDrawn: () => void seen.happened.push('drawn'),
  })
}

it('the window is made in the theme of the last time, before anything is loaded', () => {
  writeFileSync(stateFile, JSON.stringify({ ...BOUNDS, maximized: false, theme: 'dark' }))
  const window = open()
  expect(seen.options).toMatchObject({ ...BOUNDS, backgroundColor: BACKGROUND.dark, show: false })
  window.emit('close')
  expect(JSON.parse(readFileSync(stateFile, 'utf8'))).toMatchObject({ ...BOUNDS, theme: 'dark' })
})

it('without a last time it has the system’s', () => {
  open()
  expect(seen.options.backgroundColor).toBe(BACKGROUND.light)
})

it('it is shown when the page is drawn, once', () => {
  const window = open()
  expect(seen.happened).toEqual(['created true', 'app://keypilot/'])
  window.emit('ready-to-show')
  window.emit('ready-to-show')
  expect(seen.happened.slice(2)).toEqual(['shown', 'drawn'])
})
