import { EventEmitter } from 'node:events'
import type { Session, WebContents } from 'electron'
import { describe, expect, it } from 'vitest'
import { guardContents, setupSessionGuards } from '../../../app/electron/guards.ts'

function recorder() {
  const lines: unknown[] = []
  const log = {
    info: () => {},
    warn: (_event: string, fields: object = {}) => lines.push(fields),
    error: () => {},
    file: '',
  }
  return { lines, log }
}

describe('a page', () => {
  it.each([
    ['will-navigate', 'navigation'],
    ['will-redirect', 'redirect'],
    ['will-frame-navigate', 'frame-navigation'],
    ['will-attach-webview', 'webview'],
  ])('is stopped at %s', (event, what) => {
    const { lines, log } = recorder()
    const contents = Object.assign(new EventEmitter(), { setWindowOpenHandler: () => {} })
    guardContents(contents as unknown as WebContents, log)
    let stopped = false
    contents.emit(event, {
      preventDefault: () => {
        stopped = true
      },
    })
    expect(stopped).toBe(true)
    expect(lines).toEqual([{ what }])
  })

  it('opens no window', () => {
    const { lines, log } = recorder()
    let answer: unknown
    const contents = Object.assign(new EventEmitter(), {
      setWindowOpenHandler: (handler: () => unknown) => {
        answer = handler()
      },
    })
    guardContents(contents as unknown as WebContents, log)
    expect(answer).toEqual({ action: 'deny' })
    expect(lines).toEqual([{ what: 'new-window' }])
  })
})

describe('a permission', () => {
  type Check = (contents: null, permission: string, origin: string) => boolean
  type Request = (
    contents: null,
    permission: string,
    answer: (granted: boolean) => void,
    details: { requestingUrl: string },
  ) => void

  function guarded() {
    const handlers: { check?: Check; request?: Request; device?: () => boolean } = {}
    const session = Object.assign(new EventEmitter(), {
      setPermissionCheckHandler: (handler: Check) => {
        handlers.check = handler
      },
      setPermissionRequestHandler: (handler: Request) => {
        handlers.request = handler
      },
      setDevicePermissionHandler: (handler: () => boolean) => {
        handlers.device = handler
      },
      setSpellCheckerEnabled: () => {},
    })
    setupSessionGuards(session as unknown as Session, recorder().log)
    return handlers
  }

  it.each([
    ['clipboard-sanitized-write', 'app://keypilot/', true],
    ['clipboard-sanitized-write', 'https://evil.example/', false],
    ['clipboard-read', 'app://keypilot/', false],
    ['media', 'app://keypilot/', false],
    ['geolocation', 'app://keypilot/', false],
    ['notifications', 'app://keypilot/', false],
    ['usb', 'app://keypilot/', false],
    ['openExternal', 'app://keypilot/', false],
  ])('%s for %s: %s', (permission, url, granted) => {
    const { check, request, device } = guarded()
    expect(check?.(null, permission, url)).toBe(granted)
    let answer: boolean | undefined
    request?.(
      null,
      permission,
      (given) => {
        answer = given
      },
      { requestingUrl: url },
    )
    expect(answer).toBe(granted)
    expect(device?.()).toBe(false)
  })
})
