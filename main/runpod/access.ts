/** One way into a pod or worker, as the contract has it. */

import type { PodAccess, Target } from '../contract/methods.ts'
import type { ApiAddress } from './api/types.ts'

/** The command is made of the checked parts; RunPod's own says the same. */
export function accessOf(
  address: ApiAddress | null,
  kind: 'runpod-proxy' | 'runpod-direct',
): PodAccess | null {
  if (address === null) return null
  const { user, host, port } = address
  const target: Target = { user, host, port, kind }
  return { target, command: `ssh ${user}@${host}${port === 22 ? '' : ` -p ${port}`}` }
}
