/** ProxyJump as ssh reads it (readconf.c parse_jump; misc.c parse_uri, parse_user_host_port). */

import { readPort } from './numbers.ts'

/** As `ssh -G` prints it; `none` to have no proxy; null when ssh refuses it. */
export function readJump(rest: string): string | null {
  const text = rest.replace(/^[ \t\r\n=]+/, '')
  if (text.toLowerCase() === 'none') return 'none'
  const written = (text.split('#')[0] ?? '').trimEnd()
  const hops = written.split(',')
  const read = hops.map(readHop)
  const last = read.at(-1)
  if (last === undefined || read.some((hop) => hop === null)) return null
  return [...hops.slice(0, -1), last].join(',')
}

/** The last hop is printed again from its parts: addresses in brackets, a URI as a plain one. */
function readHop(hop: string): string | null {
  const uri = /^ssh:\/\/(?:([^@]*)@)?(.*)$/s.exec(hop)
  if (uri !== null) return readUri(uri[1], uri[2] ?? '')
  const at = hop.lastIndexOf('@')
  if (at === 0) return null
  return print(at < 0 ? null : hop.slice(0, at), hop.slice(at + 1))
}

function readUri(info: string | undefined, place: string): string | null {
  const user = info?.split(';')[0]
  if (user === '') return null
  const [address = '', path] = /^(\[[^\]]*\])?[^/]*/.exec(place) ?? []
  if (place.length > address.length + 1 || path === '') return null
  const host = /^(\[[^\]]*\]|[^:]*)/.exec(address)?.[0] ?? ''
  if (!/^[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?!\.))*$/.test(host)) return null
  try {
    return print(user === undefined ? null : decodeURIComponent(user.replaceAll('+', ' ')), address)
  } catch {
    return null
  }
}

function print(user: string | null, place: string): string | null {
  const [, written = '', port] = /^(\[[^\]]*\]|[^:/[]*)(?:[:/](.*))?$/s.exec(place) ?? []
  const host = written.startsWith('[') ? written.slice(1, -1) : written
  if (host === '') return null
  const number = port === undefined || port === '' ? null : readPort(port)
  if (port && (number === null || number === 0)) return null
  const isAddress = host.includes(':') || /^[\d.]*$/.test(host)
  return [
    user === null ? '' : `${user}@`,
    isAddress ? `[${host}]` : host,
    number === null ? '' : `:${number}`,
  ].join('')
}
