/** How the program ends. Documented in `keypilot help`. */

export const EXIT = {
  ok: 0,
  /** The thing failed, or a check or test found a problem. */
  failed: 1,
  /** The command line was not understood; nothing was done. */
  usage: 2,
  /** Ctrl+C, as shells count it: 128 + SIGINT. */
  cancelled: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The command line was not understood. */
export class UsageError extends Error {
  override name = 'UsageError' as const
}
