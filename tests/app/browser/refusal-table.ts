/** Everything that a hostile page or program may send to the browser host, and how it is refused. */

import type { RawRequest } from './raw-request.ts'

/** What a request needs to be a good one, but for its one fault. */
export interface Target {
  readonly port: number
  readonly origin: string
  readonly token: string
}

type Header = readonly [string, string]
export type Refused = readonly [
  what: string,
  status: number,
  request: (target: Target) => RawRequest,
]

interface GoodCall extends RawRequest {
  readonly headers: readonly Header[]
  readonly body: string
}

/** A call that would change settings, if it were let through. */
export function goodCall({ port, origin, token }: Target): GoodCall {
  return {
    method: 'POST',
    target: '/rpc/settings.save',
    headers: [
      ['Host', `127.0.0.1:${port}`],
      ['Origin', origin],
      ['Sec-Fetch-Site', 'same-origin'],
      ['Content-Type', 'application/json'],
      ['Authorization', `Bearer ${token}`],
    ],
    body: JSON.stringify({ params: { theme: 'dark' }, callId: 'x' }),
  }
}

/** The good call with one header replaced; without values it is left out, two send it twice. */
export function withHeader(target: Target, name: string, ...values: readonly string[]): GoodCall {
  const call = goodCall(target)
  const others = call.headers.filter(([header]) => header !== name)
  return { ...call, headers: [...others, ...values.map((value) => [name, value] as const)] }
}

function faultyHeader(
  name: string,
  status: number,
  values: (target: Target) => readonly (readonly string[])[],
): readonly Refused[] {
  const known = { port: 1, origin: 'ORIGIN', token: 'TOKEN' }
  return values(known).map((shown, index) => [
    `${name}: ${shown.join(' and ').slice(0, 60) || (shown.length === 0 ? '(none)' : '(empty)')}`,
    status,
    (target) => withHeader(target, name, ...(values(target)[index] ?? [])),
  ])
}

const HOSTS: readonly Refused[] = [
  ...faultyHeader('Host', 400, ({ port }) => [
    [],
    [`127.0.0.1:${port}`, `127.0.0.1:${port}`],
    ['evil.example', `127.0.0.1:${port}`],
  ]),
  ...faultyHeader('Host', 403, ({ port }) => [
    [''],
    ['evil.example'],
    [`evil.example:${port}`],
    ['127.0.0.1'],
    ['127.0.0.1:22'],
    [`127.0.0.1:${port}.evil.example`],
    [`127.0.0.1:${port}@evil.example`],
    [`evil.example@127.0.0.1:${port}`],
    [`localhost.:${port}`],
    [`LOCALHOST:${port}`],
    [`127.0.0.1.nip.io:${port}`],
    [`0.0.0.0:${port}`],
    [`127.1:${port}`],
    [`2130706433:${port}`],
    [`[::ffff:127.0.0.1]:${port}`],
    [`127.0.0.1:${port}, evil.example`],
  ]),
  [
    'X-Forwarded-Host in the place of Host',
    403,
    (target) => ({
      ...goodCall(target),
      headers: [
        ...withHeader(target, 'Host', 'evil.example').headers,
        ['X-Forwarded-Host', `127.0.0.1:${target.port}`],
      ],
    }),
  ],
]

const ORIGINS: readonly Refused[] = [
  ...faultyHeader('Origin', 403, ({ port, origin }) => [
    [],
    [''],
    ['null'],
    ['https://evil.example'],
    [`http://evil.example:${port}`],
    [`http://localhost:${port}`],
    [`http://[::1]:${port}`],
    ['http://127.0.0.1'],
    ['http://127.0.0.1:22'],
    [`https://127.0.0.1:${port}`],
    [`${origin}/`],
    [`${origin}.evil.example`],
    [origin.toUpperCase()],
    ['file://'],
    ['app://keypilot'],
    ['chrome-extension://abcdefghijklmnop'],
  ]),
  ...faultyHeader('Origin', 400, ({ origin }) => [[origin, 'https://evil.example']]),
  ...faultyHeader('Sec-Fetch-Site', 403, () => [
    ['same-site'],
    ['cross-site'],
    ['none'],
    [''],
    ['SAME-ORIGIN'],
    ['same-origin, cross-site'],
  ]),
  ...faultyHeader('Sec-Fetch-Site', 400, () => [['same-origin', 'cross-site']]),
]

const BODIES: readonly Refused[] = [
  ...faultyHeader('Content-Type', 415, () => [
    [],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['text/plain'],
    ['text/plain; application/json'],
    ['text/json'],
    ['application/json; charset=utf-8'],
    ['application/json-patch+json'],
    ['Application/JSON'],
  ]),
  ...faultyHeader('Content-Encoding', 415, () => [['gzip']]),
  [
    'a body that says it is vast',
    413,
    (target) => ({ ...withHeader(target, 'Content-Length', '99999999999'), body: '' }),
  ],
  ['a body with two lengths', 400, (target) => withHeader(target, 'Transfer-Encoding', 'chunked')],
  [
    'JSON in the name of a text/plain form field',
    415,
    (target) => ({
      ...withHeader(target, 'Content-Type', 'text/plain'),
      body: '{"params":{"theme":"dark"},"callId":"x","rest":"="}\r\n',
    }),
  ],
  ['no JSON', 400, (target) => ({ ...goodCall(target), body: '{' })],
  ['a JSON array', 400, (target) => ({ ...goodCall(target), body: '[]' })],
  ['a JSON null', 400, (target) => ({ ...goodCall(target), body: 'null' })],
  [
    'a body that is too large',
    413,
    (target) => ({ ...goodCall(target), body: goodCall(target).body.padEnd(65_537) }),
  ],
]

const TOKENS: readonly Refused[] = [
  ...faultyHeader('Authorization', 401, ({ token }) => [
    [],
    ['Bearer '],
    [`Bearer ${'0'.repeat(64)}`],
    [`Bearer ${token}0`],
    [`Bearer ${token.slice(1)}`],
    [`Bearer ${token.toUpperCase()}x`],
    [`Basic ${token}`],
    [token],
  ]),
  ...faultyHeader('Authorization', 400, ({ token }) => [[`Bearer ${token}`, 'Bearer 0']]),
  [
    'a token as cookie',
    401,
    (target) => ({
      ...goodCall(target),
      headers: [
        ...withHeader(target, 'Authorization').headers,
        ['Cookie', `token=${target.token}; Authorization=Bearer ${target.token}`],
      ],
    }),
  ],
  [
    'a token in the query',
    404,
    (target) => ({
      ...withHeader(target, 'Authorization'),
      target: `/rpc/settings.save?token=${target.token}`,
    }),
  ],
  [
    'a token in the body',
    401,
    (target) => ({
      ...withHeader(target, 'Authorization'),
      body: JSON.stringify({ token: target.token, params: { theme: 'dark' } }),
    }),
  ],
]

export const REFUSED_CALLS: readonly Refused[] = [...HOSTS, ...ORIGINS, ...BODIES, ...TOKENS]
