/** What a page that was taken over may put into a call: each sample with one part replaced. */

import type { MethodName } from '../../main/contract/methods.ts'
import { SAMPLES } from './samples.ts'

export interface Hostile {
  readonly what: string
  readonly params: unknown
}

/** Where the canaries lie: a file that no answer may hold, and one that nothing may make. */
export interface Canaries {
  /** Outside the ssh folder. */
  readonly secretFile: string
  /** Made by every command in here, if one were run. */
  readonly touched: string
}

/** Texts for any field. */
export function hostileTexts({ secretFile, touched }: Canaries): readonly string[] {
  return [
    secretFile,
    `../../../../../../../../..${secretFile}`,
    `x/../../..${secretFile}`,
    `${secretFile}\0.pub`,
    `file://${secretFile}`,
    '..',
    '~/../../etc/passwd',
    '/dev/zero',
    '/dev/stdin',
    '/proc/self/mem',
    '/proc/self/environ',
    '/proc/self/fd/0',
    'CON',
    'NUL.txt',
    'C:\\Windows\\win.ini',
    '\\\\192.0.2.1\\share\\key',
    '\\\\?\\C:\\x',
    `-oProxyCommand=touch ${touched}`,
    `-o ProxyCommand=touch ${touched}`,
    `--proxy=${touched}`,
    `ssh -oProxyCommand="touch ${touched}" root@203.0.113.7`,
    `$(touch ${touched})`,
    `\`touch ${touched}\``,
    `; touch ${touched} #`,
    `x\nProxyCommand touch ${touched}\nHost *`,
    `x" & touch ${touched} & "`,
    `%{touch ${touched}}`,
    '__proto__',
    'constructor',
    'hasOwnProperty',
    '\u202Eeslaf\u0007\u001b[2J',
    '\uD800',
    'x'.repeat(300_000),
  ]
}

/** Values of other kinds, for any field. */
function hostileValues(): readonly unknown[] {
  return [
    null,
    Number.NaN,
    Number.MAX_SAFE_INTEGER,
    -1,
    nested(2_000),
    Array.from({ length: 100_000 }, () => 'x'),
    JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
    Object.create({ toString: () => 'inherited' }),
    new Proxy({}, { get: () => 'anything' }),
    () => 'called',
    Symbol('x'),
    10n ** 400n,
    new Date(Number.NaN),
    /x/,
    new Map([['path', '/etc/passwd']]),
    Buffer.from('x'),
  ]
}

export function nested(depth: number): unknown {
  let value: unknown = 'x'
  for (let level = 0; level < depth; level += 1)
    value = level % 2 === 0 ? [value] : { params: value }
  return value
}

/** Each leaf of the sample replaced by each hostile text and value, and hostile whole ones. */
export function hostileParamsOf(method: MethodName, canaries: Canaries): readonly Hostile[] {
  const { params } = SAMPLES[method]
  const replacements = [...hostileTexts(canaries), ...hostileValues()]
  const inside = pathsIn(params).flatMap((path) =>
    replacements.map((value) => ({
      what: `${path.join('.')} = ${shown(value)}`,
      params: replaced(params, path, value),
    })),
  )
  const whole = hostileValues().map((value) => ({ what: shown(value), params: value }))
  const polluted = Object.assign(JSON.parse('{"__proto__":{"polluted":true}}'), params)
  return [...inside, ...whole, { what: 'own __proto__', params: polluted }]
}

function pathsIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...path, key]))
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by
  if (Array.isArray(value)) {
    return value.map((inner, index) => (String(index) === key ? replaced(inner, rest, by) : inner))
  }
  const record = value as Readonly<Record<string, unknown>>
  return { ...record, [key]: replaced(record[key], rest, by) }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 60))
  return typeof value === 'object' ? `an ${value?.constructor?.name ?? 'object'}` : typeof value
}
