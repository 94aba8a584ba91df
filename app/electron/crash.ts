/** The last stop for bugs of our own: written down, told once, then a clean start or end. */

import { app } from 'electron'
import type { Keypilot } from '../../main/app.ts'
import { showCrash } from './dialogs.ts'

/** Process memory may hold key material, so no minidump is made or sent. */
export function setupCrashHandling({ log, close }: Pick<Keypilot, 'log' | 'close'>): void {
  let told = false
  const onFailure = async (error: unknown) => {
    log.error('uncaught', {
      stack: error instanceof Error ? (error.stack ?? error.message) : typeof error,
    })
    if (told) return
    told = true
    await close()
    if (app.isReady() && showCrash(log.file)) app.relaunch()
    app.exit(1)
  }
  process.on('uncaughtException', onFailure)
  process.on('unhandledRejection', onFailure)
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') log.warn('child-gone', { type, reason, exitCode })
  })
}
