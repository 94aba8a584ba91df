/** Reads what the test runners wrote down. A missing report counts as a failure. */

import { existsSync, readFileSync } from 'node:fs'

/** @param flakyFile written by `flaky-reporter.mjs` */
export function countVitest(file, flakyFile) {
  const report = read(file)
  if (report === null) return noReport(file)
  const counts = { passed: 0, failed: 0, skipped: [], flaky: [] }
  for (const suite of report.testResults) {
    // A file that failed to load, or whose set-up threw, has no failed test of its own.
    if (
      suite.status === 'failed' &&
      !suite.assertionResults.some((test) => test.status === 'failed')
    ) {
      counts.failed += 1
    }
    for (const test of suite.assertionResults) {
      if (test.status === 'passed') counts.passed += 1
      else if (test.status === 'failed') counts.failed += 1
      else counts.skipped.push(test.fullName)
    }
  }
  if (!report.success && counts.failed === 0) counts.failed = 1
  counts.flaky.push(...(read(flakyFile) ?? []))
  return counts
}

export function countPlaywright(file) {
  const report = read(file)
  if (report === null) return noReport(file)
  const counts = { passed: 0, failed: report.errors.length, skipped: [], flaky: [] }
  for (const spec of report.suites.flatMap(specsOf)) {
    for (const test of spec.tests) {
      if (test.status === 'skipped') {
        const reason =
          test.annotations.find((note) => note.type === 'skip')?.description ?? 'no reason given'
        counts.skipped.push(`[${test.projectName}] ${spec.title}: ${reason}`)
      } else if (test.status === 'unexpected') counts.failed += 1
      else counts.passed += 1
      if (test.status === 'flaky') counts.flaky.push(`[${test.projectName}] ${spec.title}`)
    }
  }
  return counts
}

function specsOf(suite) {
  return [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)]
}

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

function noReport(file) {
  console.error(`no report was written to ${file}`)
  return { passed: 0, failed: 1, skipped: [], flaky: [] }
}
