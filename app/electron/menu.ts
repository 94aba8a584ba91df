/** The application menu: each platform's usual items and shortcuts, and a Help menu of our own. */

import type { MenuItemConstructorOptions } from 'electron'
import type { LinkId } from '../../main/contract/methods.ts'

export interface MenuActions {
  openLink(link: LinkId): void
  showLog(): void
}

export interface MenuOptions {
  readonly platform: NodeJS.Platform
  /** Developer tools are for unpackaged builds only. */
  readonly packaged: boolean
  readonly actions: MenuActions
}

export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const { platform, packaged, actions } = options
  return [
    ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    { role: 'fileMenu', label: '&File' },
    { role: 'editMenu', label: '&Edit' },
    viewMenu(packaged),
    { role: 'windowMenu', label: '&Window' },
    helpMenu(actions, platform),
  ]
}

function viewMenu(packaged: boolean): MenuItemConstructorOptions {
  const developer: MenuItemConstructorOptions[] = [
    { type: 'separator' },
    { role: 'reload' },
    { role: 'toggleDevTools' },
  ]
  return {
    label: '&View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      // Many keyboards give "=" where the menu says "+".
      { role: 'zoomIn', accelerator: 'CommandOrControl+=', visible: false },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      ...(packaged ? [] : developer),
    ],
  }
}

function helpMenu(
  { openLink, showLog }: MenuActions,
  platform: NodeJS.Platform,
): MenuItemConstructorOptions {
  return {
    role: 'help',
    label: '&Help',
    submenu: [
      { label: 'RunPod’s Guide to SSH', click: () => openLink('runpod-ssh-docs') },
      { label: 'RunPod’s SSH Key Settings', click: () => openLink('runpod-settings') },
      { label: 'Keypilot on the Web', click: () => openLink('project') },
      { type: 'separator' },
      { label: 'Show Log File', click: showLog },
      // On macOS it stands in the app's own menu.
      ...(platform === 'darwin'
        ? []
        : [{ type: 'separator' } as const, { role: 'about' } as const]),
    ],
  }
}
