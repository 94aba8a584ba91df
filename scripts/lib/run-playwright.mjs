/** Runs Playwright's tests with the Electron for tests, on a display of their own where there is none. */

import { join } from 'node:path'
import { root } from './dependencies.mjs'
import { testElectron } from './electron-runtime.mjs'
import { onPath, runStep } from './run-step.mjs'

/** @returns whether all went well */
export function runPlaywright(args, { env = {}, timeoutMs } = {}) {
  const electron = testElectron()
  const options = {
    env: {
      ...process.env,
      KEYPILOT_E2E_ELECTRON: electron.program ?? '',
      KEYPILOT_E2E_ELECTRON_MISSING: electron.reason ?? '',
      ...env,
    },
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  }
  const playwright = [join(root, 'node_modules/playwright/cli.js'), 'test', ...args]
  const needsDisplay = process.platform === 'linux' && !process.env.DISPLAY && onPath('xvfb-run')
  const underXvfb = ['-a', '-s', '-screen 0 1600x1200x24', process.execPath]
  return needsDisplay
    ? runStep('xvfb-run', [...underXvfb, ...playwright], options)
    : runStep(process.execPath, playwright, options)
}
