/** Reads what `npm audit --json` printed. */

const REASON_LIMIT_CHARACTERS = 200

/**
 * @param text npm's standard output
 * @param failure why npm could not be run, if so
 * @returns {state: 'clean' | 'faults' | 'not-checked', lines} the lines to print
 */
export function judgeAudit(text, failure) {
  const answer = parse(text)
  const counts = answer?.metadata?.vulnerabilities
  if (counts === undefined) return notChecked(failure ?? answer?.message ?? 'no answer')
  const grave = Object.values(answer.vulnerabilities ?? {}).filter(({ severity }) =>
    ['high', 'critical'].includes(severity),
  )
  const total = `${counts.total} known ${counts.total === 1 ? 'fault' : 'faults'} in the packages that run`
  if (grave.length === 0) return { state: 'clean', lines: [`${total}, none high or critical`] }
  return { state: 'faults', lines: [`${total}:`, ...grave.map(describe)] }
}

function describe({ name, severity, via }) {
  const titles = via.map((cause) => (typeof cause === 'string' ? `through ${cause}` : cause.title))
  return `${name} (${severity}): ${titles.join('; ')}`
}

function notChecked(reason) {
  const shown = reason.replaceAll(/\s+/g, ' ').slice(0, REASON_LIMIT_CHARACTERS)
  return { state: 'not-checked', lines: [`Nothing was audited: ${shown}`] }
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
