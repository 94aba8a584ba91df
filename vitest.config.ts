import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    exclude: ['tests/e2e/**', 'node_modules/**'],
    globalSetup: ['tests/support/guard-real-home.ts', 'tests/support/once-per-run.ts'],
    setupFiles: ['tests/support/throwaway-home.ts', 'tests/support/traffic/tap.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // Only `npm test` tries again, and names what needed it; see scripts/test.mjs.
    retry: Number(process.env.KEYPILOT_TEST_RETRIES ?? 0),
  },
})
