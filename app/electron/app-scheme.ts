/** The `app://keypilot` scheme: serves the built interface, and nothing else, to our window. */

import type { CustomScheme } from 'electron'
import { type InterfaceFiles, readInterfaceFile } from '../interface-files.ts'
import { PAGE_HEADERS } from '../page-headers.ts'

const SCHEME = 'app'
const HOST = 'keypilot'

/** What the window loads. */
export const PAGE_URL = `${SCHEME}://${HOST}/`

/** Registered once, before Electron is ready. Never `bypassCSP`. */
export const APP_SCHEME: CustomScheme = {
  scheme: SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
}

/** Whether a frame with this address is our interface. Null when the frame has gone. */
export function isPageUrl(url: string | undefined): boolean {
  if (url === undefined || !URL.canParse(url)) return false
  const { protocol, host } = new URL(url)
  return protocol === `${SCHEME}:` && host === HOST
}

/** Answers `protocol.handle`: GET of a file in the map, or an error without content. */
export function createSchemeHandler(
  files: Promise<InterfaceFiles>,
): (request: Request) => Promise<Response> {
  return async ({ method, url }) => {
    if (!isPageUrl(url)) return refuse(403)
    if (method !== 'GET') return refuse(405)
    const file = (await files).get(new URL(url).pathname)
    if (file === undefined) return refuse(404)
    const body = await readInterfaceFile(file)
    return new Response(new Uint8Array(body), {
      headers: { ...PAGE_HEADERS, 'Content-Type': file.type },
    })
  }
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: PAGE_HEADERS })
}
