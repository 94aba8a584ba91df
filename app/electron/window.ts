/** The one window: its options, its place on the screen, and its recovery from a crashed page. */

import { BrowserWindow, nativeTheme, screen, type WebContents } from 'electron'
import type { Log } from '../../main/storage/index.ts'
import { PAGE_URL } from './app-scheme.ts'
import { BACKGROUND } from './background.ts'
import { MIN_HEIGHT, MIN_WIDTH, restoreWindowState, saveWindowState } from './window-state.ts'

/** A page that crashes again this soon after it was reloaded is left as it is. */
const CRASH_LOOP_MS = 60_000

export interface WindowOptions {
  readonly preload: string
  readonly stateFile: string
  readonly log: Log
  /** Called before the page is loaded. */
  onCreated(contents: WebContents): void
}

export function openWindow(options: WindowOptions): BrowserWindow {
  const workAreas = screen.getAllDisplays().map((display) => display.workArea)
  const { bounds, maximized } = restoreWindowState(options.stateFile, workAreas)
  const window = new BrowserWindow({
    ...bounds,
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    title: 'Keypilot',
    show: false,
    backgroundColor: background(),
    webPreferences: {
      preload: options.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      // Its dictionaries would be fetched from the network.
      spellcheck: false,
    },
  })
  if (maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () =>
    saveWindowState(options.stateFile, window.getNormalBounds(), window.isMaximized()),
  )
  followTheme(window)
  reloadAfterCrash(window, options.log)
  options.onCreated(window.webContents)
  window.loadURL(PAGE_URL).catch((error: Error) => {
    // The window was closed while it loaded, or the page crashed, which is handled above.
    options.log.warn('page-not-loaded', { reason: error.message })
  })
  return window
}

/** Brings the window to the front, for a second start of the app. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function background(): string {
  return nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light
}

function followTheme(window: BrowserWindow): void {
  const update = () => window.setBackgroundColor(background())
  nativeTheme.on('updated', update)
  window.on('closed', () => nativeTheme.off('updated', update))
}

function reloadAfterCrash(window: BrowserWindow, log: Log): void {
  let lastReload = Number.NEGATIVE_INFINITY
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error('page-gone', { reason, exitCode })
    if (reason === 'clean-exit' || performance.now() - lastReload < CRASH_LOOP_MS) return
    lastReload = performance.now()
    window.webContents.reload()
  })
}
