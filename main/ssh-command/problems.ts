/** Everything that can be said about a command, in the person's words. Codes are stable. */

import type { Problem } from '../contract/methods.ts'
import { ERRORS } from './problems-errors.ts'
import { REMARKS } from './problems-remarks.ts'

const ALL = { ...ERRORS, ...REMARKS }

export type ProblemCode = keyof typeof ALL

/** Text of a problem: `{}` stands for what it is about. */
export interface Wording {
  readonly severity: Problem['severity']
  readonly title: string
  readonly detail: string
  readonly fix?: Problem['fix']
  /** The text had to be changed to be understood. */
  readonly repairs?: true
}

const MAX_ABOUT = 80

export function problem(code: ProblemCode, about = ''): Problem {
  const wording: Wording = ALL[code]
  const shown = show(about)
  return {
    code,
    severity: wording.severity,
    title: wording.title.replaceAll('{}', () => shown),
    detail: wording.detail.replaceAll('{}', () => shown),
    ...(wording.fix === undefined ? {} : { fix: wording.fix }),
  }
}

export function isRepair(code: ProblemCode): boolean {
  const wording: Wording = ALL[code]
  return wording.repairs === true
}

/** Control characters could move the cursor of a terminal that shows the message, others turn it around. */
function show(about: string): string {
  const printable = about
    .slice(0, MAX_ABOUT + 1)
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
  return printable.length > MAX_ABOUT ? `${printable.slice(0, MAX_ABOUT)}…` : printable
}
