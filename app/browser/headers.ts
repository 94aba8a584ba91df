/** The headers of every answer, refusals included. There is no CORS header among them, ever. */

import { PAGE_HEADERS } from '../page-headers.ts'

export const ANSWER_HEADERS: Readonly<Record<string, string>> = {
  ...PAGE_HEADERS,
  'Cache-Control': 'no-store',
}
