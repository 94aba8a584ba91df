/**
 * `npm test`: installs what is missing, checks types and layers, builds, runs every test, and ends
 * with one line of counts. Each part runs even when an earlier one failed, so one run shows all.
 */

import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDependencies, root } from './lib/dependencies.mjs'
import { runPlaywright } from './lib/run-playwright.mjs'
import { runStep } from './lib/run-step.mjs'
import { ensureSystemPackages } from './lib/system-packages.mjs'
import { countPlaywright, countVitest } from './lib/test-counts.mjs'

const results = join(root, 'test-results')
/** Where the tests write down what Keypilot gave away, to be searched for secrets at the end. */
const traffic = join(results, 'traffic')
const totals = { passed: 0, failed: 0, skipped: [], flaky: [] }

ensureDependencies()
const missing = ensureSystemPackages()
rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })
process.env.KEYPILOT_TRAFFIC_DIR = traffic
// One test of seven thousand that a busy machine trips must not hide what the others say. It is named
// at the end, and is a fault to be mended.
process.env.KEYPILOT_TEST_RETRIES = '1'
process.env.KEYPILOT_FLAKY_FILE = join(results, 'flaky.json')

check('types', () => runNode('scripts/typecheck.mjs'))
check('lint', () =>
  runNode('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'),
)
check('layers', () => runNode('scripts/check-layers.mjs'))
const built = check('build', () => runNode('scripts/build.mjs'))

runVitest()
if (built) runEndToEnd()
else totals.failed += 1
check('secrets', () => runNode('scripts/search-traffic.mjs', traffic))

for (const line of missing) console.log(`missing: ${line}`)
for (const line of totals.skipped) console.log(`skipped: ${line}`)
for (const line of totals.flaky) console.log(`flaky: ${line} (passed when it was tried again)`)
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
    '--reporter=./scripts/lib/flaky-reporter.mjs',
    `--outputFile.json=${report}`,
  )
  add(countVitest(report, process.env.KEYPILOT_FLAKY_FILE), ok)
}

function runEndToEnd() {
  title('end-to-end tests')
  const report = join(results, 'playwright.json')
  const ok = runPlaywright(['--reporter=list,json'], {
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  })
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
  totals.flaky.push(...counts.flaky)
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
