/** A reporter for Vitest: writes down the tests that passed only when they were tried again. */

import { writeFileSync } from 'node:fs'

export default class FlakyReporter {
  onTestRunEnd(modules) {
    const file = process.env.KEYPILOT_FLAKY_FILE
    if (file === undefined) return
    const names = []
    for (const module of modules) {
      for (const test of module.children.allTests('passed')) {
        if (test.diagnostic()?.flaky) names.push(`${module.relativeModuleId}: ${test.fullName}`)
      }
    }
    writeFileSync(file, JSON.stringify(names))
  }
}
