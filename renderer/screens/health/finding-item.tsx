/** One root cause: what it is, what ssh does because of it, and the repair with what it changes. */

import { ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Finding, FindingSeverity, Fix } from '../../contract.ts'
import { useRefreshKeys } from '../../hooks/use-key-changes.ts'
import { useRepairs } from '../../repairs/repairs-context.ts'
import { Button } from '../../ui/button.tsx'
import { FixButton } from '../../ui/fix-button.tsx'
import { isolated } from '../../ui/isolated.ts'
import { Row } from '../../ui/screen.tsx'
import { type Status, StatusIcon } from '../../ui/status-icon.tsx'
import { Tag } from '../../ui/tag.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { type FindingGroup, repairableIds } from './finding-groups.ts'
import styles from './health-screen.module.css'

const LOOK: Readonly<
  Record<FindingSeverity, { status: Status; words: string; tone: 'error' | 'warning' | 'info' }>
> = {
  refuses: { status: 'failed', words: 'ssh refuses it', tone: 'error' },
  exposes: { status: 'warning', words: 'Others can get at it', tone: 'warning' },
  advice: { status: 'skipped', words: 'Good to know', tone: 'info' },
}

export function FindingItem(props: { readonly group: FindingGroup }): ReactNode {
  const { root, explained } = props.group
  const openRepair = useRepairs()
  const look = LOOK[root.severity]
  // The SSH server of this computer refuses; ssh itself, which connects to pods, does not mind.
  const words = root.refusedBy === 'sshd' ? 'Logins to this computer fail' : look.words
  const repairable = repairableIds([root, ...explained])
  return (
    <li className={styles.line}>
      <StatusIcon status={look.status} />
      <div className={styles.finding}>
        <p className={styles.title}>
          {isolated(root.title)} <Tag tone={look.tone}>{words}</Tag>
        </p>
        <Place finding={root} />
        <p>{isolated(root.consequence)}</p>
        {root.reason !== undefined && <p>{isolated(root.reason)}</p>}
        {root.after !== null && <BeforeAfter before={root.before} after={root.after} />}
        {explained.length > 0 && <Explained findings={explained} />}
        <details className={styles.more}>
          <summary>The exact rule, and how to undo a repair</summary>
          <p>{isolated(root.rule)}</p>
          <p>{isolated(root.undo)}</p>
        </details>
        {repairable.length > 0 && (
          <Row>
            <Button onClick={() => openRepair({ kind: 'permissions', findings: repairable })}>
              Show what will change…
            </Button>
          </Row>
        )}
        <OtherWays group={props.group} />
      </div>
    </li>
  )
}

function Place(props: { readonly finding: Finding }): ReactNode {
  const { finding } = props
  return (
    <p className={styles.path}>
      <code>{finding.path}</code>
      {finding.target !== null && (
        <>
          {' '}
          is a link to <code>{finding.target}</code>
        </>
      )}
    </p>
  )
}

/** So many ways out of what a folder explains are shown; the first ones lead on. */
const SHOWN_WAYS = 3

/** What helps where a repair cannot be made from here. */
function OtherWays(props: { readonly group: FindingGroup }): ReactNode {
  const { root, explained } = props.group
  const refresh = useRefreshKeys()
  const fixButton = (fix: Fix) => (
    <FixButton fix={fix} onAsk={() => {}} onDone={() => void refresh()} />
  )
  // A line for the folder is for all that is in it.
  const inside = root.fix === undefined ? explained.filter(({ fix }) => fix !== undefined) : []
  return (
    <>
      {root.fix && fixButton(root.fix)}
      {inside.slice(0, SHOWN_WAYS).map(({ id, path, reason, fix }) => (
        <div key={id} className={styles.way}>
          <p>
            <code>{path}</code>: {isolated(reason ?? '')}
          </p>
          {fix && fixButton(fix)}
        </div>
      ))}
      {inside.length > SHOWN_WAYS && <p>And {inside.length - SHOWN_WAYS} more like these.</p>}
    </>
  )
}

function BeforeAfter(props: { readonly before: string; readonly after: string }): ReactNode {
  return (
    <p className={styles.change}>
      <VisuallyHidden>Now: </VisuallyHidden>
      <span>{props.before}</span>
      <ArrowRight aria-hidden className={styles.arrow} />
      <VisuallyHidden>after a repair: </VisuallyHidden>
      <span>{props.after}</span>
    </p>
  )
}

function Explained(props: { readonly findings: readonly Finding[] }): ReactNode {
  const { findings } = props
  const what = findings.length === 1 ? 'one more file' : `${findings.length} more files`
  return (
    <details className={styles.more}>
      <summary>This explains {what}</summary>
      <ul className={styles.paths}>
        {findings.slice(0, 100).map(({ id, path, title }) => (
          <li key={id}>
            <code>{path}</code>: {isolated(title)}
          </li>
        ))}
        {findings.length > 100 && <li>and {findings.length - 100} more</li>}
      </ul>
    </details>
  )
}
