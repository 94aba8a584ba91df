/** The one window: its options, its place on the screen, and its recovery from a crashed page. */

import { BrowserWindow, nativeTheme, screen, type WebContents } from 'electron'
import type { Log } from '../../main/storage/index.ts'
import { keepMemoryOutOfCoreDumps } from '../../main/system/core-dumps.ts'
import { isPageUrl, PAGE_URL } from './app-scheme.ts'
import { BACKGROUND } from './background.ts'
import { askToReload } from './dialogs.ts'
import { MIN_HEIGHT, MIN_WIDTH, restoreWindowState, saveWindowState } from './window-state.ts'

/** A page that crashes again this soon after it was reloaded is not reloaded unasked. */
const CRASH_LOOP_MS = 60_000

export interface WindowOptions {
  readonly preload: string
  readonly stateFile: string
  readonly log: Log
  /** Called before the page is loaded. */
  onCreated(contents: WebContents): void
  /** Called when the page is drawn for the first time, and the window shown. */
  onDrawn(): void
}

export function openWindow(options: WindowOptions): BrowserWindow {
  const workAreas = screen.getAllDisplays().map((display) => display.workArea)
  const { bounds, maximized, theme } = restoreWindowState(options.stateFile, workAreas)
  nativeTheme.themeSource = theme
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
  window.once('ready-to-show', () => {
    window.show()
    options.onDrawn()
  })
  window.on('close', () =>
    saveWindowState(options.stateFile, {
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
      theme: nativeTheme.themeSource,
    }),
  )
  followTheme(window)
  leaveEmptyPage(window, options.log)
  keepSecretsOutOfDumps(window)
  // First, so that running tests are kept before the page is loaded again.
  options.onCreated(window.webContents)
  reloadAfterCrash(window, options.log)
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

/** The page's process does not come from ours, and a passphrase is typed there. */
function keepSecretsOutOfDumps({ webContents }: BrowserWindow): void {
  webContents.on('did-navigate', () => keepMemoryOutOfCoreDumps(webContents.getOSProcessId()))
}

function reloadAfterCrash(window: BrowserWindow, log: Log): void {
  let lastReload = Number.NEGATIVE_INFINITY
  window.webContents.on('render-process-gone', async (_event, { reason, exitCode }) => {
    log.error('page-gone', { reason, exitCode })
    if (reason === 'clean-exit') return
    const isLoop = performance.now() - lastReload < CRASH_LOOP_MS
    if (isLoop && !(await askToReload(window, log.file))) return
    if (window.isDestroyed()) return
    lastReload = performance.now()
    window.webContents.reload()
  })
}

/** Going to about:blank needs no loading, so Chromium asks no guard about it: we come back at once. */
function leaveEmptyPage({ webContents }: BrowserWindow, log: Log): void {
  webContents.on('did-navigate', (_event, url) => {
    if (isPageUrl(url)) return
    log.warn('page-stopped', { what: 'empty-page' })
    webContents.loadURL(PAGE_URL).catch(() => {})
  })
}
