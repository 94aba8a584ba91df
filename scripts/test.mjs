/**
 * `npm test`: installs what is missing, checks types and layers, builds, runs every test, and ends
 * with one line of counts. Each part runs even when an earlier one failed, so one run shows all.
 */

import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDependencies, root } from './lib/dependencies.mjs'
import { onPath, runStep } from './lib/run-step.mjs'
import { ensureSystemPackages } from './lib/system-packages.mjs'
import { countPlaywright, countVitest } from './lib/test-counts.mjs'

const results = join(root, 'test-results')
const totals = { passed: 0, failed: 0, skipped: [] }

ensureDependencies()
const missing = ensureSystemPackages()
rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

check('types', () => runNode('scripts/typecheck.mjs'))
check('lint', () =>
  runNode('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'),
)
check('layers', () => runNode('scripts/check-layers.mjs'))
const built = check('build', () => runNode('scripts/build.mjs'))

runVitest()
if (built) await runEndToEnd()
else totals.failed += 1

for (const line of missing) console.log(`missing: ${line}`)
for (const line of totals.skipped) console.log(`skipped: ${line}`)
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped.length} skipped`)
process.exit(totals.failed > 0 ? 1 : 0)

function runVitest() {
  title('unit and integration tests')
  const report = join(results, 'vitest.json')
  const ok = runNode(
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  )
  add(countVitest(report), ok)
}

async function runEndToEnd() {
  title('end-to-end tests')
  const { testElectron } = await import('./lib/electron-runtime.mjs')
  const electron = testElectron()
  const report = join(results, 'playwright.json')
  const env = {
    ...process.env,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    KEYPILOT_E2E_ELECTRON: electron.program ?? '',
    KEYPILOT_E2E_ELECTRON_MISSING: electron.reason ?? '',
  }
  const playwright = [join(root, 'node_modules/playwright/cli.js'), 'test', '--reporter=list,json']
  const needsDisplay = process.platform === 'linux' && !process.env.DISPLAY && onPath('xvfb-run')
  const underXvfb = ['-a', '-s', '-screen 0 1600x1200x24', process.execPath]
  const ok = needsDisplay
    ? runStep('xvfb-run', [...underXvfb, ...playwright], { env })
    : runStep(process.execPath, playwright, { env })
  add(countPlaywright(report), ok)
}

/** One check without a report of its own counts as one test. */
function check(name, action) {
  title(name)
  const ok = action()
  console.log(ok ? `${name}: ok` : `${name}: failed`)
  if (ok) totals.passed += 1
  else totals.failed += 1
  return ok
}

/** A runner that ended badly has failed, whatever its report counts: a teardown is no test. */
function add(counts, ok) {
  totals.passed += counts.passed
  totals.failed += !ok && counts.failed === 0 ? 1 : counts.failed
  totals.skipped.push(...counts.skipped)
}

function runNode(script, ...args) {
  return runStep(process.execPath, [join(root, script), ...args])
}

function title(text) {
  console.log(`\n== ${text} ==`)
}

// A report that is missing or broken must never look like success.
process.on('uncaughtException', (error) => {
  console.error(error)
  console.log(
    `${totals.passed} passed, ${totals.failed + 1} failed, ${totals.skipped.length} skipped`,
  )
  process.exit(1)
})
