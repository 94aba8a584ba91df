/** Where a connection goes, on one line. */

import type { Target } from '../contract/methods.ts'

/** As the interface writes a target, and as it stands in what Setup remembers: `root@[::1]:2222`. */
export function addressOf({ user, host, port }: Target): string {
  return `${user}@${host.includes(':') ? `[${host}]` : host}:${port}`
}
