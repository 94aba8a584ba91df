/** Methods, preflights and upgrades that there are none of, and faults that no address forgives. */

import { goodCall, type Refused, withHeader } from './refusal-table.ts'

export const REFUSED_METHODS: readonly Refused[] = [
  ...['PUT', 'PATCH', 'DELETE', 'TRACE', 'HEAD', 'PROPFIND'].map(
    (method): Refused => [
      `${method} for POST`,
      405,
      (target) => ({ ...goodCall(target), method, body: '' }),
    ],
  ),
  ['a GET call', 404, (target) => ({ ...goodCall(target), method: 'GET', body: '' })],
  ...['/', '/session', '/events', '/rpc/settings.save', '/rpc/keys.list'].map(
    (route): Refused => [
      `a preflight for ${route}`,
      403,
      (target) => ({
        method: 'OPTIONS',
        target: route,
        headers: [
          ['Host', `127.0.0.1:${target.port}`],
          ['Origin', 'https://evil.example'],
          ['Access-Control-Request-Method', 'POST'],
          ['Access-Control-Request-Headers', 'authorization,content-type'],
          ['Access-Control-Request-Private-Network', 'true'],
        ],
      }),
    ],
  ),
  ...['/', '/events', '/rpc/settings.save', '/session'].map(
    (route): Refused => [
      `an upgrade of ${route}`,
      403,
      (target) => ({
        method: 'GET',
        target: route,
        headers: [
          ...goodCall(target).headers,
          ['Connection', 'Upgrade'],
          ['Upgrade', 'websocket'],
          ['Sec-WebSocket-Version', '13'],
          ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
        ],
      }),
    ],
  ),
]

/** Faults that no address of the host may forgive, tried at each of them. */
export const REFUSED_ANYWHERE: readonly Refused[] = [
  '/session',
  '/events',
  '/cancel',
  '/rpc/keys.generate',
].flatMap((route) =>
  (
    [
      ['a rebound name', 403, 'Host', (port: number) => `evil.example:${port}`],
      ['another origin', 403, 'Origin', () => 'https://evil.example'],
      ['a same-site page', 403, 'Sec-Fetch-Site', () => 'same-site'],
      ['a form', 415, 'Content-Type', () => 'application/x-www-form-urlencoded'],
    ] as const
  ).map(
    ([what, status, name, value]): Refused => [
      `${route} for ${what}`,
      status,
      (target) => ({ ...withHeader(target, name, value(target.port)), target: route }),
    ],
  ),
)
