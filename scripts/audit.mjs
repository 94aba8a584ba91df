/**
 * Asks the npm registry for known faults of the packages that run. Ends with 1 when one is high or
 * critical. Where no registry answers, nothing was checked: that is said, and is no failure.
 * Usage: node scripts/audit.mjs
 */

import { judgeAudit } from './lib/audit-answer.mjs'
import { npm } from './lib/dependencies.mjs'

const ANSWER_LIMIT_MS = 3 * 60_000
const ANSWER_LIMIT_BYTES = 64 * 1024 * 1024

const { stdout, error } = npm(
  ['audit', '--omit=dev', '--audit-level=high', '--package-lock-only', '--json'],
  {
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
    timeout: ANSWER_LIMIT_MS,
    maxBuffer: ANSWER_LIMIT_BYTES,
  },
)
const { state, lines } = judgeAudit(stdout ?? '', error?.message)
// GitHub shows such a line beside the run, so that a check that did not happen is not overlooked.
const prefix = state === 'not-checked' && process.env.GITHUB_ACTIONS ? '::warning::' : ''
for (const line of lines) console.log(`${prefix}${line}`)
process.exit(state === 'faults' ? 1 : 0)
