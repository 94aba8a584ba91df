/**
 * The long soak of the desktop app: Playwright drives it, so it is a test of its own. What is in out/
 * is what runs. Usage: npm run build && node tests/bench/soak-electron.mjs [minutes, 10 without it]
 */

import { runPlaywright } from '../../scripts/lib/run-playwright.mjs'

const minutes = process.argv[2] ?? process.env.KEYPILOT_SOAK_MINUTES ?? '10'
const STARTING_MINUTES = 5

const ok = runPlaywright(['e2e/electron-soak.spec.ts', '--project=electron'], {
  env: { KEYPILOT_SOAK_MINUTES: minutes },
  timeoutMs: (Number(minutes) + STARTING_MINUTES) * 60_000,
})
if (!ok) process.exitCode = 1
