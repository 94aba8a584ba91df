/**
 * Judges a request by its method, path and headers, before a byte of its body is read. Being on
 * this computer earns no trust: any web page can send requests here, and so can other users.
 */

/** A request as it came over the wire: header names and values alternate, duplicates included. */
export interface RequestHead {
  readonly method: string
  /** The request target as sent. */
  readonly target: string
  readonly rawHeaders: readonly string[]
}

export interface Site {
  readonly port: number
  isToken(token: string): boolean
  /** A one-time code was given out and not brought back yet. */
  awaitsCode(): boolean
}

export type Verdict =
  | { readonly kind: 'refuse'; readonly status: number; readonly reason: string }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'session' | 'cancel' | 'events' }
  | { readonly kind: 'rpc'; readonly method: string }

type Refusal = Extract<Verdict, { kind: 'refuse' }>

/** The one origin under which the interface runs. */
export function originOf(port: number): string {
  return `http://127.0.0.1:${port}`
}

export function judgeRequest(head: RequestHead, site: Site): Verdict {
  const headers = collect(head.rawHeaders)
  const host = headers.get('host') ?? []
  if (host.length !== 1) return refuse(400, 'exactly one Host header is required')
  const canonical = `127.0.0.1:${site.port}`
  const names = [canonical, `localhost:${site.port}`, `[::1]:${site.port}`]
  if (!names.includes(host[0] ?? '')) return refuse(403, 'foreign Host')
  const doubled = JUDGED_HEADERS.find((name) => (headers.get(name)?.length ?? 0) > 1)
  if (doubled !== undefined) return refuse(400, `more than one ${doubled} header`)
  if (headers.has('upgrade')) return refuse(403, 'no upgrades')
  const isCanonical = host[0] === canonical
  switch (head.method) {
    case 'GET':
      return judgeGet(head.target, isCanonical, headers, site)
    case 'POST':
      return judgePost(head.target, headers, site)
    case 'OPTIONS':
      return refuse(403, 'no cross-origin requests')
    default:
      return refuse(405, 'method not allowed')
  }
}

const JUDGED_HEADERS = [
  'origin',
  'sec-fetch-site',
  'sec-fetch-mode',
  'sec-fetch-dest',
  'content-type',
  'content-length',
  'authorization',
]

type Headers = ReadonlyMap<string, readonly string[]>

function judgeGet(target: string, isCanonical: boolean, headers: Headers, site: Site): Verdict {
  const fetchSite = first(headers, 'sec-fetch-site')
  if (target !== '/') {
    if (fetchSite !== null && fetchSite !== 'same-origin') return refuse(403, 'foreign page')
    if (!isCanonical) return refuse(403, 'not the address of the interface')
    return { kind: 'file', path: target }
  }
  const trusted = fetchSite === null || fetchSite === 'same-origin' || fetchSite === 'none'
  if (!trusted && !(site.awaitsCode() && isNavigation(fetchSite, headers))) {
    return refuse(403, 'foreign page')
  }
  // The fragment with the one-time code stays with the browser and survives the redirect.
  if (!isCanonical) return { kind: 'redirect', location: `${originOf(site.port)}/` }
  return { kind: 'file', path: '/' }
}

/**
 * The launch file of `open.ts` is a foreign page to the browser, so following it counts as
 * cross-site. As long as its code is awaited, a link may therefore load the page as a whole window:
 * without the code that can do nothing, and its opener is cut off (Cross-Origin-Opener-Policy).
 */
function isNavigation(fetchSite: string, headers: Headers): boolean {
  return (
    fetchSite === 'cross-site' &&
    first(headers, 'sec-fetch-mode') === 'navigate' &&
    first(headers, 'sec-fetch-dest') === 'document'
  )
}

function judgePost(target: string, headers: Headers, site: Site): Verdict {
  const route = routeOf(target)
  if (route === null) return refuse(404, 'no such address')
  const origin = first(headers, 'origin')
  if (origin === null) return refuse(403, 'no Origin header')
  if (origin !== originOf(site.port)) return refuse(403, 'foreign Origin')
  const fetchSite = first(headers, 'sec-fetch-site')
  if (fetchSite !== null && fetchSite !== 'same-origin') return refuse(403, 'foreign page')
  if (first(headers, 'content-type') !== 'application/json') {
    return refuse(415, 'Content-Type must be application/json')
  }
  if (headers.has('content-encoding')) return refuse(415, 'the body must not be compressed')
  if (route.kind === 'session') return route
  const authorization = first(headers, 'authorization') ?? ''
  const token = authorization.startsWith('Bearer ') ? authorization.slice('Bearer '.length) : null
  if (token === null || !site.isToken(token)) return refuse(401, 'no valid session')
  return route
}

/** Queries are in no route, so that a token in one never works. */
function routeOf(target: string): Exclude<Verdict, Refusal> | null {
  if (target === '/session') return { kind: 'session' }
  if (target === '/cancel') return { kind: 'cancel' }
  if (target === '/events') return { kind: 'events' }
  const method = /^\/rpc\/([\w.]{1,64})$/.exec(target)?.[1]
  return method === undefined ? null : { kind: 'rpc', method }
}

function collect(rawHeaders: readonly string[]): Headers {
  const headers = new Map<string, string[]>()
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase()
    headers.set(name, [...(headers.get(name) ?? []), rawHeaders[index + 1] ?? ''])
  }
  return headers
}

function first(headers: Headers, name: string): string | null {
  return headers.get(name)?.[0] ?? null
}

function refuse(status: number, reason: string): Refusal {
  return { kind: 'refuse', status, reason }
}
