/** How long, how often, and where the figures go: as the environment asks. */

import { join } from 'node:path'
import type { SoakRun } from './report.ts'

/**
 * Of KEYPILOT_SOAK_MINUTES, KEYPILOT_SOAK_EVERY_SECONDS and KEYPILOT_SOAK_RESULT (a file).
 *
 * @param usual without them
 */
export function wantedSoak(
  { host, runtime }: Pick<SoakRun, 'host' | 'runtime'>,
  usual: { readonly minutes: number; readonly everySeconds: number },
): { readonly run: SoakRun; readonly durationMs: number; readonly file: string } {
  const {
    KEYPILOT_SOAK_MINUTES: minutes = usual.minutes,
    KEYPILOT_SOAK_EVERY_SECONDS: everySeconds = usual.everySeconds,
    KEYPILOT_SOAK_RESULT: file = join('out/bench/results', `soak-${host}.json`),
  } = process.env
  const everyMs = Number(everySeconds) * 1_000
  const run = { host, runtime, everyMs, wantedMinutes: Number(minutes) }
  return { run, durationMs: Number(minutes) * 60_000, file }
}
