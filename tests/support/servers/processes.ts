/** Child processes of the test servers: none may outlive the run. */

import type { ChildProcess } from 'node:child_process'

/** Ends the process together with ours, for runs that stop before `stop()` is called. */
export function endWithUs<T extends ChildProcess>(child: T): T {
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('exit', () => process.removeListener('exit', kill))
  return child
}

export async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill(signal)
  await ended
}
