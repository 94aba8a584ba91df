/**
 * Time that this process has used the processor. Tests that work must not take for ever measure it:
 * unlike time on the clock, a busy machine hardly makes it longer.
 */

/** @returns the milliseconds used since the call, by all threads of this process */
export function startProcessorClock(): () => number {
  const start = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1_000
  }
}
