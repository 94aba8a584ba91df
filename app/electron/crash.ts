/** The last stop for bugs of our own: written down, told once, then a clean start or end. */

import { setTimeout as sleep } from 'node:timers/promises'
import { app } from 'electron'
import type { Keypilot } from '../../main/app.ts'
import { showCrash } from './dialogs.ts'

/** Given to the new start, so that one that fails at once is not repeated. */
const RESTARTED = '--restarted-after-crash'
const CRASH_LOOP_SECONDS = 60
/** A disk that does not answer must not keep the person from being told. */
const LOG_LIMIT_MS = 2_000

/** Process memory may hold key material, so no minidump is made or sent. */
export function setupCrashHandling({ log, close }: Pick<Keypilot, 'log' | 'close'>): void {
  let told = false
  const onFailure = async (error: unknown) => {
    log.error('uncaught', {
      stack: error instanceof Error ? (error.stack ?? error.message) : typeof error,
    })
    if (told) return
    told = true
    await Promise.race([close(), sleep(LOG_LIMIT_MS)])
    if (showCrash(log.file, { mayRestart: !crashedJustBefore() })) restart()
    app.exit(1)
  }
  process.on('uncaughtException', onFailure)
  process.on('unhandledRejection', onFailure)
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') log.warn('child-gone', { type, reason, exitCode })
  })
}

function crashedJustBefore(): boolean {
  return process.argv.includes(RESTARTED) && process.uptime() < CRASH_LOOP_SECONDS
}

function restart(): void {
  const args = process.argv.slice(1).filter((argument) => argument !== RESTARTED)
  app.relaunch({ args: [...args, RESTARTED] })
}
