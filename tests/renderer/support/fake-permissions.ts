/** A small stand-in for `main/permissions`: each of the scenario's findings can be repaired once. */

import type { Finding } from '../../../renderer/contract.ts'
import type { Answers, Scenario } from './fake-bridge.ts'
import { SYSTEM } from './fake-data.ts'
import type { FakeKeys } from './fake-keys.ts'
import { FakeProblem } from './fake-problem.ts'

type PermissionMethods =
  | 'permissions.audit'
  | 'permissions.report'
  | 'permissions.plan'
  | 'permissions.repair'

export function createFakePermissions(
  scenario: Scenario,
  keepModes: FakeKeys['store'],
): Pick<Answers, PermissionMethods> {
  let findings: readonly Finding[] = scenario.findings ?? []
  let planned: readonly string[] = []
  return {
    'permissions.audit': () => findings,
    'permissions.report': () => ({
      findings,
      checked: [
        { path: SYSTEM.home, kind: 'home' },
        ...(scenario.checked ?? findings.map(({ path, kind }) => ({ path, kind }))),
      ],
      sshClient: SYSTEM.sshClient,
      notes: [],
    }),
    'permissions.plan': (params) => {
      const asked = findings.filter(({ id }) => params.findings.includes(id))
      planned = asked.filter(({ repairable }) => repairable).map(({ id }) => id)
      return {
        id: 'plan-1',
        steps: asked
          .filter(({ repairable }) => repairable)
          .map(({ id, path, target, before, after }) => ({
            finding: id,
            path,
            target,
            from: before,
            to: after ?? '',
            command: `chmod ${(after ?? '').replace(/\D+/, '')} ${path}`,
          })),
        skipped: asked
          .filter(({ repairable }) => !repairable)
          .map(({ id, path, undo }) => ({ finding: id, path, reason: undo })),
      }
    },
    'permissions.repair': ({ plan }) => {
      if (plan !== 'plan-1') {
        throw new FakeProblem('changed-meanwhile', 'The files changed since. Look again.')
      }
      const stuck = scenario.unchangeable ?? []
      const asked = findings.filter(({ id }) => planned.includes(id))
      const remaining = asked.filter(({ path }) => stuck.includes(path))
      const done = asked.filter(({ path }) => !stuck.includes(path))
      const before = findings
      findings = findings.filter((finding) => !done.includes(finding))
      const files = done.map(({ path }) => ({
        path,
        what: 'permissions' as const,
        size: null,
        mode: null,
      }))
      const undo = () => {
        findings = before
      }
      return {
        repaired: done.map(({ path, before, after }) => ({ path, from: before, to: after ?? '' })),
        failed: remaining.map(({ path }) => ({ path, reason: `${path} is unchangeable.` })),
        remaining,
        backup: done.length === 0 ? null : keepModes('Repaired permissions', files, undo),
      }
    },
  }
}
