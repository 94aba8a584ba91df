import { defineConfig } from 'playwright/test'
import type { HostOptions } from './tests/e2e/support/keypilot.ts'

/** Writes pictures for the documentation; no test of anything. */
const screenshots = {
  name: 'screenshots',
  testMatch: 'screenshots/**/*.shots.ts',
  use: { hostKind: 'browser' },
} as const

/** What no browser has: the desktop shell, and the package it comes in. */
const ELECTRON_ONLY = [
  'e2e/shell.spec.ts',
  'e2e/packaged.spec.ts',
  'e2e/crash.spec.ts',
  'e2e/electron-*.spec.ts',
]

/** The page is the same in both; these look at how Chromium draws and tells it. */
const CHROMIUM_ONLY = [
  'e2e/keyboard.spec.ts',
  'e2e/screen-reader.spec.ts',
  'e2e/visual-modes.spec.ts',
]

export default defineConfig<HostOptions>({
  testDir: 'tests',
  testMatch: 'e2e/**/*.spec.ts',
  outputDir: 'test-results/e2e',
  // Two cores: a window, a server and the runner share them.
  workers: 1,
  fullyParallel: false,
  retries: Number(process.env.KEYPILOT_TEST_RETRIES ?? 0),
  forbidOnly: Boolean(process.env.CI),
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  projects: [
    { name: 'chromium', testIgnore: ELECTRON_ONLY, use: { hostKind: 'browser' } },
    { name: 'electron', testIgnore: CHROMIUM_ONLY, use: { hostKind: 'electron' } },
    ...(process.env.KEYPILOT_SCREENSHOTS ? [screenshots] : []),
  ],
})
