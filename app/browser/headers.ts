/** The headers of every answer, refusals included. There is no CORS header among them, ever. */

import { PAGE_HEADERS } from '../page-headers.ts'

export const ANSWER_HEADERS: Readonly<Record<string, string>> = {
  ...PAGE_HEADERS,
  // Any page may open ours. In the desktop app none can, and its page comes sooner without the header.
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
}
