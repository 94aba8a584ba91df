/** Where a connection goes, in words. */

import type { ParsedSshCommand, Target } from '../contract.ts'

/** How a target is written here and in the results that are remembered, e.g. `root@[::1]:2222`. */
export function addressOf(target: Target): string {
  const host = target.host.includes(':') ? `[${target.host}]` : target.host
  return `${target.user}@${host}:${target.port}`
}

/** The target of a command that was understood without an error left in it. */
export function usableTarget(parsed: ParsedSshCommand | null): Target | null {
  if (parsed === null || parsed.problems.some(({ severity }) => severity === 'error')) return null
  return parsed.target
}

/** The kind of access, in RunPod's words. */
export function accessName(target: Target): string {
  if (target.kind === 'runpod-proxy') return 'SSH through RunPod’s proxy'
  return target.kind === 'runpod-direct' ? 'SSH over exposed TCP' : 'Plain SSH'
}
