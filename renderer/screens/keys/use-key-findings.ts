/** What the audit of permissions says about the files of one key, as problems with their repair. */

import type { Finding, KeyPair, Problem } from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'

/**
 * The key's own problems and the findings. While the audit is under way, without the findings: on
 * Windows, where it starts other programs, that takes a second.
 */
export function useKeyProblems(key: KeyPair): readonly Problem[] {
  const report = useApiQuery('permissions.report', {})
  return problemsWithFindings(key, report.data?.findings ?? [])
}

const SEVERITIES = { refuses: 'error', exposes: 'warning', advice: 'info' } as const

/** The list of keys judges modes too, but only the audit knows of owners, drives and ways out. */
export function problemsWithFindings(
  key: KeyPair,
  findings: readonly Finding[],
): readonly Problem[] {
  const paths = [key.privateKeyPath, key.publicKeyPath]
  const own = findings.filter(({ path }) => paths.includes(path))
  const isJudged = own.some(({ kind }) => kind === 'private-key')
  const listed = key.problems.filter(({ code }) => code !== 'permissions' || !isJudged)
  return [...own.map(problemOf), ...listed]
}

function problemOf(finding: Finding): Problem {
  const { code, severity, title, consequence, reason } = finding
  const detail = reason === undefined ? consequence : `${consequence} ${reason}`
  return { code, severity: SEVERITIES[severity], title, detail, ...fixOf(finding) }
}

function fixOf({ id, repairable, fix }: Finding): Pick<Problem, 'fix'> {
  if (!repairable) return fix === undefined ? {} : { fix }
  const label = 'Show what will change'
  return { fix: { kind: 'call', method: 'permissions.plan', params: { findings: [id] }, label } }
}
