/** Text from a server, and its address, as they are shown. */

export { printable } from '../system/printable.ts'

/** `host:port`, with brackets around an IPv6 address. */
export function formatAddress(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
