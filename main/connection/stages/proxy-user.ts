/** Whether a user name can belong to RunPod's proxy, which has no accounts: the name says which pod. */

import type { Target } from '../../contract/methods.ts'
import { StageFailure } from '../facts.ts'
import { printable } from '../printable.ts'

/** `<pod id>-<8 hex digits of the machine>`, as the console and the API give it. */
const PROXY_USER = /^[a-z0-9]+-[0-9a-f]{8}$/i

/** @throws {StageFailure} `proxy-user-missing` or `proxy-suffix-missing` */
export function refuseProxyUser({ kind, user }: Target): void {
  if (kind !== 'runpod-proxy' || PROXY_USER.test(user)) return
  const shown = printable(user, 60)
  if (user === 'root') {
    throw new StageFailure(
      'proxy-user-missing',
      `The command logs in as “${shown}” on RunPod’s proxy, which has no account of that name.`,
    )
  }
  throw new StageFailure(
    'proxy-suffix-missing',
    `“${shown}” is not the full name that RunPod’s proxy needs: that ends in a hyphen and eight digits and letters.`,
  )
}
