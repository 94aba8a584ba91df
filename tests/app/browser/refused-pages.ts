/** Requests for files and addresses that there are none of, or that are for the page itself only. */

import type { RawRequest } from './raw-request.ts'
import { goodCall, type Refused, type Target } from './refusal-table.ts'

function page(
  { port }: Target,
  target: string,
  ...headers: readonly (readonly [string, string])[]
): RawRequest {
  return { target, headers: [['Host', `127.0.0.1:${port}`], ...headers] }
}

const FRAME = [
  ['Sec-Fetch-Site', 'cross-site'],
  ['Sec-Fetch-Mode', 'navigate'],
  ['Sec-Fetch-Dest', 'iframe'],
] as const

const NO_SUCH_FILE = [
  '/../../etc/passwd',
  '/..%2f..%2fetc/passwd',
  '/..\\..\\etc\\passwd',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/assets/../index.html',
  '/assets/%2e%2e/%2e%2e/etc/passwd',
  '/assets/..%252f..%252fetc/passwd',
  '/assets/..;/..;/etc/passwd',
  '/assets/index-1.js%00.html',
  '//etc/passwd',
  '/etc/passwd',
  '/index.js.map',
  '/index.html',
  '/?c=1',
  '/__proto__',
  '/constructor',
  'file:///etc/passwd',
]

const NO_SUCH_ADDRESS = [
  '/settings.save',
  '/rpc/',
  '/rpc/a/settings.save',
  '/rpc/settings.save/',
  '/rpc/settings.save#x',
  '//rpc/settings.save',
  '/RPC/settings.save',
  '/rpc/../rpc/settings.save',
  `/rpc/${'a'.repeat(65)}`,
]

export const REFUSED_PAGES: readonly Refused[] = [
  ...NO_SUCH_FILE.map((path): Refused => [`GET ${path}`, 404, (target) => page(target, path)]),
  ...NO_SUCH_ADDRESS.map(
    (path): Refused => [`POST ${path}`, 404, (target) => ({ ...goodCall(target), target: path })],
  ),
  [
    'an absolute target',
    404,
    (target) => ({ ...goodCall(target), target: `${target.origin}/rpc/settings.save` }),
  ],
  ...(['cross-site', 'same-site', 'none'] as const).map(
    (site): Refused => [
      `a script for a ${site} page`,
      403,
      (target) => page(target, '/assets/index-1.js', ['Sec-Fetch-Site', site]),
    ],
  ),
  ['the page in a frame', 403, (target) => page(target, '/', ...FRAME)],
  ...(['cross-site', 'same-site', '', 'anything'] as const).map(
    (site): Refused => [
      `the page for "${site}"`,
      403,
      (target) => page(target, '/', ['Sec-Fetch-Site', site]),
    ],
  ),
  [
    'a file under localhost',
    403,
    ({ port }) => ({ target: '/assets/index-1.js', headers: [['Host', `localhost:${port}`]] }),
  ],
  [
    'the page under a rebound name',
    403,
    ({ port }) => ({ target: '/', headers: [['Host', `evil.example:${port}`]] }),
  ],
]
