/** How the page signs in to the browser host: a one-time code in the address becomes a token. */

const TOKEN_KEY = 'keypilot-session'

/** The parts of `window` this needs, so that tests can stand in for them. */
export interface SessionWindow {
  readonly location: Pick<Location, 'hash' | 'origin' | 'pathname' | 'search'>
  readonly history: Pick<History, 'replaceState'>
  readonly sessionStorage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
}

/**
 * The token for this page: from the one-time code `#c=<code>`, else the one kept since the code was
 * used (it survives a reload). Null when there is neither, or the code was refused.
 */
export async function signIn(page: SessionWindow): Promise<string | null> {
  const code = takeCode(page)
  const fresh = code === null ? null : await exchange(page.location.origin, code)
  if (fresh !== null) page.sessionStorage.setItem(TOKEN_KEY, fresh)
  return fresh ?? page.sessionStorage.getItem(TOKEN_KEY)
}

/** Forgets the token: the session it belonged to is over. */
export function forgetSession(page: SessionWindow): void {
  page.sessionStorage.removeItem(TOKEN_KEY)
}

/** Reads the code and removes it from the address at once, so that it stays in no history. */
function takeCode({ location, history }: SessionWindow): string | null {
  const match = /^#c=([\w-]{1,256})$/.exec(location.hash)
  if (match === null) return null
  history.replaceState(null, '', location.pathname + location.search)
  return match[1] ?? null
}

async function exchange(origin: string, code: string): Promise<string | null> {
  try {
    const response = await fetch(`${origin}/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ code }),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
    })
    const body: unknown = response.ok ? await response.json() : null
    if (typeof body !== 'object' || body === null || !('token' in body)) return null
    return typeof body.token === 'string' ? body.token : null
  } catch {
    return null
  }
}
