/** What a page may never do, whoever wrote it: leave, open windows, embed pages, ask for devices. */

import type { App, Session, WebContents } from 'electron'
import type { Log } from '../../main/storage/index.ts'
import { isPageUrl } from './app-scheme.ts'

/** Covers every WebContents that will ever be made, not only our window's. */
export function setupContentGuards(app: Pick<App, 'on'>, log: Log): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, log))
}

export function guardContents(contents: WebContents, log: Log): void {
  contents.on('will-navigate', (event) => stop(event, 'navigation', log))
  contents.on('will-redirect', (event) => stop(event, 'redirect', log))
  contents.on('will-frame-navigate', (event) => stop(event, 'frame-navigation', log))
  contents.on('will-attach-webview', (event) => stop(event, 'webview', log))
  contents.setWindowOpenHandler(() => {
    log.warn('page-stopped', { what: 'new-window' })
    return { action: 'deny' }
  })
}

/** The page may write to the clipboard after a click. Everything else is denied unasked. */
export function setupSessionGuards(session: Session, log: Log): void {
  session.setPermissionCheckHandler((_contents, permission, origin) =>
    isAllowed(permission, origin),
  )
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(isAllowed(permission, requestingUrl)),
  )
  session.setDevicePermissionHandler(() => false)
  // Its dictionaries would be fetched from the network.
  session.setSpellCheckerEnabled(false)
  session.on('will-download', (event) => stop(event, 'download', log))
}

function isAllowed(permission: string, origin: string): boolean {
  return permission === 'clipboard-sanitized-write' && isPageUrl(origin)
}

function stop(event: { preventDefault(): void }, what: string, log: Log): void {
  event.preventDefault()
  log.warn('page-stopped', { what })
}
