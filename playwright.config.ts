import { defineConfig } from 'playwright/test'
import type { HostOptions } from './tests/e2e/support/keypilot.ts'

/** Writes pictures for the documentation; no test of anything. */
const screenshots = {
  name: 'screenshots',
  testMatch: 'screenshots/**/*.shots.ts',
  use: { hostKind: 'browser' },
} as const

export default defineConfig<HostOptions>({
  testDir: 'tests',
  testMatch: 'e2e/**/*.spec.ts',
  outputDir: 'test-results/e2e',
  // Two cores: a window, a server and the runner share them.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  projects: [
    { name: 'chromium', testIgnore: 'e2e/shell.spec.ts', use: { hostKind: 'browser' } },
    { name: 'electron', use: { hostKind: 'electron' } },
    ...(process.env.KEYPILOT_SCREENSHOTS ? [screenshots] : []),
  ],
})
