/** `sshConfig.audit`: what goes wrong with the config or will, the gravest first. */

import type { ConfigFinding, Finding, Severity } from '../../contract/methods.ts'
import { duplicateAliases, shadowedHosts, staleEntries } from './aliases.ts'
import { type AuditContext, makeFinding } from './context.ts'
import { identityFindings } from './identities.ts'
import { byteOrderMarks, includedWindowsPaths, refusedNames, syntaxErrors } from './lines.ts'

const ORDER: readonly Severity[] = ['error', 'warning', 'info']

export async function auditConfig(context: AuditContext): Promise<readonly ConfigFinding[]> {
  const findings = [
    ...byteOrderMarks(context),
    ...(await syntaxErrors(context)),
    ...writableConfigs(context),
    ...shadowedHosts(context),
    ...duplicateAliases(context),
    ...staleEntries(context),
    ...(await identityFindings(context)),
    ...includedWindowsPaths(context),
    ...refusedNames(context),
  ]
  // A line that is included twice is found once.
  const unique = [...new Map(findings.map((finding) => [finding.id, finding])).values()]
  return unique.toSorted((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
}

/** As the permissions service judges them, by ssh's own rule. */
function writableConfigs({ facts }: AuditContext): readonly ConfigFinding[] {
  return facts.permissions
    .filter(({ kind }) => kind === 'config' || kind === 'included-config')
    .map((one) =>
      makeFinding(one, null, null, {
        code: 'config-writable',
        severity: one.severity === 'refuses' ? 'error' : 'warning',
        title: one.title,
        detail: `${one.consequence} It has ${one.before}.`,
        fixable: false,
        ...fixOf(one),
      }),
    )
}

function fixOf({ id, repairable, fix }: Finding): Pick<ConfigFinding, 'fix'> {
  if (!repairable) return fix === undefined ? {} : { fix }
  return {
    fix: {
      ...{ kind: 'call', label: 'Repair the permissions of the file' },
      ...{ method: 'permissions.plan', params: { findings: [id] } },
    },
  }
}
