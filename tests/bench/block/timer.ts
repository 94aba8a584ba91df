/** A timer of one millisecond that notes how long its thread keeps it waiting. Linux only. */

/**
 * Starts one; the function that it returns ends it and tells the longest time between two turns, in
 * milliseconds. Time in which the thread was ready and other programs had the processor is not in it:
 * Linux counts that apart (the second number of schedstat). Uses nothing from around it, since
 * Electron's main process gets it as text.
 */
export function startTimer(): () => number {
  const { readFileSync } = process.getBuiltinModule('node:fs')
  const now = () => {
    const queuedNs = Number(readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ')[1])
    return performance.now() - queuedNs / 1e6
  }
  let last = now()
  let longest = 0
  const timer = setInterval(() => {
    const turn = now()
    longest = Math.max(longest, turn - last)
    last = turn
  }, 1)
  return () => {
    clearInterval(timer)
    return longest
  }
}
