/** The `app://keypilot` scheme: serves the built interface, and nothing else, to our window. */

import type { CustomScheme, Protocol } from 'electron'
import { type InterfaceFiles, readInterfaceFile } from '../interface-files.ts'
import { PAGE_HEADERS } from '../page-headers.ts'

const SCHEME = 'app'
const HOST = 'keypilot'
/** Chromium's ERR_FAILED (net/base/net_error_list.h). */
const NET_FAILED = -2

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

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Answers GET of a file in the map, or refuses without content. */
export function createSchemeHandler(
  files: Promise<InterfaceFiles>,
): (request: { readonly method: string; readonly url: string }) => Promise<Answer> {
  return async ({ method, url }) => {
    if (!isPageUrl(url)) return refuse(403)
    if (method !== 'GET') return refuse(405)
    const file = (await files).get(new URL(url).pathname)
    if (file === undefined) return refuse(404)
    const body = await readInterfaceFile(file)
    return { status: 200, headers: { ...PAGE_HEADERS, 'Content-Type': file.type }, body }
  }
}

function refuse(status: number): Answer {
  return { status, headers: PAGE_HEADERS, body: Buffer.alloc(0) }
}

/**
 * Registers the handler for the scheme. `protocol.handle` makes a `Request` and a `Response` of every
 * answer, and the page waits while Node's fetch is loaded for the first: 40 of the 520 ms until the
 * window could be used. So the older way of sending a buffer is taken where Electron (33 to 45) has it.
 */
export function serveScheme(
  protocol: Pick<Protocol, 'handle'> & Partial<Pick<Protocol, 'registerBufferProtocol'>>,
  answerTo: ReturnType<typeof createSchemeHandler>,
): void {
  if (protocol.registerBufferProtocol === undefined) {
    protocol.handle(SCHEME, async (request) => {
      const { status, headers, body } = await answerTo(request)
      return new Response(new Uint8Array(body), { status, headers })
    })
    return
  }
  protocol.registerBufferProtocol(SCHEME, async (request, reply) => {
    try {
      const { status, headers, body } = await answerTo(request)
      reply({ statusCode: status, headers: { ...headers }, data: body })
    } catch (error) {
      reply({ error: NET_FAILED })
      throw error
    }
  })
}
