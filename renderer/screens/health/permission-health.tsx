/** Whether ssh accepts the permissions of its files: findings by root cause, each with its repair. */

import { type ReactNode, useState } from 'react'
import type { CheckedKind, PermissionsReport } from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import { useRepairs } from '../../repairs/repairs-context.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemList } from '../../ui/problem-list.tsx'
import { Failure, Loading } from '../../ui/query-state.tsx'
import { Card, Row } from '../../ui/screen.tsx'
import { groupFindings, repairableIds, summarise } from './finding-groups.ts'
import { FindingItem } from './finding-item.tsx'
import styles from './health-screen.module.css'
import { Line } from './line.tsx'

const AROUND: readonly CheckedKind[] = ['home', 'parent-folder']

/** More would bury the first ones; the rest is one click away. */
const SHOWN_GROUPS = 20

export function PermissionHealth(): ReactNode {
  const report = useApiQuery('permissions.report', {})
  return (
    <Card title="File permissions">
      {report.isPending && <Loading />}
      {report.error && <Failure error={report.error} onRetry={() => void report.refetch()} />}
      {report.data && <Report report={report.data} />}
    </Card>
  )
}

function Report(props: { readonly report: PermissionsReport }): ReactNode {
  const { findings, checked, notes } = props.report
  return (
    <>
      {findings.length > 0 ? (
        <Findings findings={findings} />
      ) : (
        // Where something could not be looked at, nothing is said to be well.
        notes.every(({ severity }) => severity === 'info') && <AllGood checked={checked} />
      )}
      <ProblemList problems={notes} />
      {checked.length > 0 && <Checked checked={checked} />}
    </>
  )
}

function AllGood(props: Pick<PermissionsReport, 'checked'>): ReactNode {
  const { checked } = props
  // The folders around it are looked at, too: that they are well says nothing about keys.
  if (!checked.some(({ kind }) => !AROUND.includes(kind))) {
    return (
      <p className={styles.detail}>
        There is no ssh folder yet, so there is nothing to repair. It is made with your first key,
        with the right permissions.
      </p>
    )
  }
  const count = checked.length
  return (
    <ul className={styles.list}>
      <Line
        status="done"
        title="ssh accepts all of them"
        detail={`${count === 1 ? 'One file or folder was' : `${count} files and folders were`} checked by OpenSSH’s own rules. There is nothing to repair.`}
      />
    </ul>
  )
}

function Findings(props: Pick<PermissionsReport, 'findings'>): ReactNode {
  const { findings } = props
  const openRepair = useRepairs()
  const [all, setAll] = useState(false)
  const groups = groupFindings(findings)
  const repairable = repairableIds(findings)
  const shown = all ? groups : groups.slice(0, SHOWN_GROUPS)
  return (
    <>
      <div className={styles.summary}>
        <p>{summarise(findings)}</p>
        {repairable.length > 1 && (
          <Button
            variant="primary"
            onClick={() => openRepair({ kind: 'permissions', findings: repairable })}
          >
            Repair all…
          </Button>
        )}
      </div>
      <ul className={styles.groups}>
        {shown.map((group) => (
          <FindingItem key={group.root.id} group={group} />
        ))}
      </ul>
      {shown.length < groups.length && (
        <Row>
          <Button onClick={() => setAll(true)}>Show {groups.length - shown.length} more</Button>
        </Row>
      )}
    </>
  )
}

function Checked(props: Pick<PermissionsReport, 'checked'>): ReactNode {
  const [open, setOpen] = useState(false)
  return (
    <details className={styles.more} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>What was checked</summary>
      {open && (
        <ul className={styles.paths}>
          {props.checked.map(({ path, kind }) => (
            <li key={`${kind} ${path}`}>
              <code>{path}</code> <span className={styles.detail}>({KIND_WORDS[kind]})</span>
            </li>
          ))}
        </ul>
      )}
    </details>
  )
}

const KIND_WORDS: Readonly<Record<CheckedKind, string>> = {
  home: 'your home folder',
  'parent-folder': 'a folder around the ssh folder',
  'ssh-folder': 'the ssh folder',
  'private-key': 'private key',
  'public-key': 'public key',
  config: 'ssh config',
  'included-config': 'included by the ssh config',
  'known-hosts': 'recorded host keys',
  'authorized-keys': 'keys that may log in to this computer',
}
