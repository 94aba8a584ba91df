/** What stops ssh or could not be known, beside the settings of a host. */

import type { Problem } from '../../contract/methods.ts'
import { printable } from '../../system/printable.ts'
import { refusedHost, refusedUser } from '../refused-characters.ts'
import type { Evaluation, Query } from './evaluate.ts'
import type { Program } from './program.ts'

export function effectiveProblems(
  { files }: Program,
  { host, user }: Query,
  { faults, loops, blocks, asksDns }: Evaluation,
): readonly Problem[] {
  const refused = [
    refusedHost(host) &&
      `“${printable(host)}” holds ${refusedHost(host)}, which ssh refuses in a host name. It stops before it reads the config. Choose another name.`,
    user !== undefined &&
      refusedUser(user) &&
      `“${printable(user)}” holds ${refusedUser(user)}, which ssh refuses in a user name. It stops before it reads the config.`,
  ].filter((detail) => typeof detail === 'string')
  return [
    ...refused.map((detail) => error('refused-characters', 'ssh refuses this name', detail)),
    ...files.flatMap(({ problem }) => (problem === null ? [] : [problem])),
    ...loops.map(({ path }) =>
      error(
        'config-include-loop',
        'Includes without end',
        `The Include lines lead to ${path} again and again, or too deep. ssh gives up for every host. Remove one of them.`,
      ),
    ),
    ...faults.map(({ file, line, fault }) =>
      error(
        'syntax-error',
        `Line ${line.number} stops ssh`,
        `Line ${line.number} of ${file.path}: ${fault} ssh refuses the whole config because of it, for every host. Correct the line, or put # before it.`,
      ),
    ),
    ...(blocks.some(({ matched }) => matched === 'unknown') ? [UNKNOWN] : []),
    ...(asksDns ? [DNS] : []),
  ]
}

function error(code: string, title: string, detail: string): Problem {
  return { code, severity: 'error', title, detail }
}

const UNKNOWN: Problem = {
  code: 'depends-on-program',
  severity: 'info',
  title: 'Some of it is known only to ssh',
  detail:
    'A Match line depends on a program that ssh runs, or on how ssh is called. Keypilot does not run it without being asked, so these settings are shown as unknown. Ask ssh to see what they come to.',
}

const DNS: Problem = {
  code: 'canonical-name-unknown',
  severity: 'info',
  title: 'ssh looks the full name up first',
  detail:
    'CanonicalizeHostname makes ssh complete the host name with the help of DNS. Keypilot does not ask DNS, so blocks for the full name may apply besides those shown.',
}
