/**
 * The desktop shell's entry and composition root: lock, scheme, guards, transport, window. What the
 * app does is in main/.
 */

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, type BrowserWindow, ipcMain, Menu, nativeTheme, protocol, session } from 'electron'
import { createKeypilot, type HostActions } from '../../main/app.ts'
import { keepMemoryOutOfCoreDumps } from '../../main/system/core-dumps.ts'
import { linkUrl } from '../../main/system/links.ts'
import { listInterfaceFiles } from '../interface-files.ts'
import { VERSION } from '../version.ts'
import { APP_SCHEME, createSchemeHandler, serveScheme } from './app-scheme.ts'
import { setupCrashHandling } from './crash.ts'
import { confirmInDialog } from './dialogs.ts'
import { setupContentGuards, setupSessionGuards } from './guards.ts'
import { holdUntilDrawn } from './hold-until-drawn.ts'
import { hostActions } from './host-actions.ts'
import { createIpcTransport } from './ipc-transport.ts'
import { menuTemplate } from './menu.ts'
import { focusWindow, openWindow } from './window.ts'

keepMemoryOutOfCoreDumps()

const host: HostActions = hostActions()
const keypilot = createKeypilot({
  host,
  version: VERSION,
  onSettingsSaved: ({ theme }) => {
    nativeTheme.themeSource = theme
  },
})
const { log, paths, dispatch } = keypilot
let window: BrowserWindow | null = null

setupProfile()
if (app.requestSingleInstanceLock()) start()
else app.quit()

function start(): void {
  setupCrashHandling(keypilot)
  // Forcing the sandbox on where someone turned it off, as tests run by root must, ends every child.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  protocol.registerSchemesAsPrivileged([APP_SCHEME])
  setupContentGuards(app, log)
  app.on('second-instance', () => {
    if (window !== null) focusWindow(window)
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.whenReady().then(onReady)
}

function onReady(): void {
  setupSessionGuards(session.defaultSession, log)
  const files = listInterfaceFiles(join(import.meta.dirname, '..', 'renderer'))
  serveScheme(protocol, createSchemeHandler(files))
  const held = holdUntilDrawn(dispatch)
  const transport = createIpcTransport({
    ipcMain,
    dispatch: held.dispatch,
    log,
    confirm: confirmInDialog,
  })
  held.drawn.then(() => keypilot.watch(transport.send))
  const open = () => {
    window = openWindow({
      preload: join(import.meta.dirname, 'preload.cjs'),
      stateFile: join(paths.dataDir, 'window-state.json'),
      log,
      onCreated: transport.attach,
      async onDrawn() {
        held.release()
        nativeTheme.themeSource = (await keypilot.readSettings()).theme
      },
    })
    window.on('closed', () => {
      window = null
    })
  }
  app.on('activate', () => {
    if (window === null) open()
  })
  setupMenu()
  open()
}

/** Chromium's own files go beside ours, so that throwaway data folders are whole, and locked apart. */
function setupProfile(): void {
  const profile = join(paths.dataDir, 'electron')
  mkdirSync(profile, { recursive: true, mode: 0o700 })
  app.setPath('userData', profile)
}

function setupMenu(): void {
  const actions = {
    openLink: (link: Parameters<typeof linkUrl>[0]) => {
      host.openLink(linkUrl(link))
    },
    showLog: () => {
      host.reveal(log.file)
    },
  }
  const { platform } = process
  const template = menuTemplate({ platform, packaged: app.isPackaged, actions })
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
