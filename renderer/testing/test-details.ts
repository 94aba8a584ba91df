/** A test report as plain text, for a question in a forum or a bug report. */

import { addressOf } from '../commands/target.ts'
import type { TestReport } from '../contract.ts'

export function detailsText(report: TestReport): string {
  const stages = report.stages.map(({ id, state, ms, detail }) =>
    `${id}: ${state} (${Math.round(ms)} ms) ${detail}`.trimEnd(),
  )
  return [
    `${report.title}${report.cause === null ? '' : ` [${report.cause}]`}`,
    report.explanation,
    `target: ${report.target === null ? 'none' : addressOf(report.target)}`,
    `server: ${report.serverSoftware ?? 'unknown'}`,
    `offered: ${report.offeredMethods.join(', ') || 'unknown'}`,
    ...stages,
    ...(report.log ?? []),
    `finished: ${report.finishedAt}`,
  ].join('\n')
}
