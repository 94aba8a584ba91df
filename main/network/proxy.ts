/**
 * Web proxies, from the environment variables that curl and most tools read. Node's own client
 * ignores them before version 24, and this little needs no library.
 */

import { AppError } from '../contract/errors.ts'
import { isLoopback } from './loopback.ts'

export type Environment = { readonly [name: string]: string | undefined }

/**
 * The proxy for an address, or null for a direct connection. What stays on this computer never goes
 * through one.
 *
 * @throws {AppError} `unsupported` for a proxy of another kind than http and https
 */
export function proxyFor(url: URL, env: Environment): URL | null {
  if (isLoopback(url.hostname) || isExempt(url, read(env, 'no_proxy'))) return null
  const text = read(env, `${url.protocol.slice(0, -1)}_proxy`) || read(env, 'all_proxy')
  if (text === '') return null
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`
  const proxy = URL.canParse(full) ? new URL(full) : null
  if (proxy !== null && ['http:', 'https:'].includes(proxy.protocol)) return proxy
  throw new AppError(
    'unsupported',
    'The proxy that the environment variables of this computer name is of a kind that Keypilot cannot use for RunPod: it can use http:// and https:// proxies. Set HTTPS_PROXY to one of them, or NO_PROXY to api.runpod.io when no proxy is needed.',
  )
}

/** Small letters win, as in curl. */
function read(env: Environment, name: string): string {
  return (env[name] || env[name.toUpperCase()] || '').trim()
}

/** `NO_PROXY`: names, endings of names, each perhaps with a port, or `*`. */
function isExempt(url: URL, list: string): boolean {
  const host = url.hostname.toLowerCase()
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true
      const [, name = '', entryPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? []
      if (entryPort !== undefined && entryPort !== port) return false
      const ending = name.replace(/^\*?\./, '')
      return host === ending || host.endsWith(`.${ending}`)
    })
}
