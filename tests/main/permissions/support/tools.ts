/** Whether this machine has what a test needs. */

import { execFileSync } from 'node:child_process'

/** Whether a program is there and ends well. */
export function works(program: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** For `describe.skipIf`: says why when something is missing. */
export function skipUnless(condition: boolean, why: string): boolean {
  if (!condition) process.stdout.write(`skipped: ${why}\n`)
  return !condition
}
