/** Addresses that never leave this computer. */

/** @param hostname as `URL.hostname` spells it */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
}
