/** Findings of the Health screen on another screen, where they matter, with the same repairs. */

import type { ReactNode } from 'react'
import type { Finding } from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import { hrefOf } from '../../shell/navigation.ts'
import { Card } from '../../ui/screen.tsx'
import type { FindingGroup } from './finding-groups.ts'
import { FindingItem } from './finding-item.tsx'
import styles from './health-screen.module.css'

/** More would bury the screen they stand on. */
const SHOWN = 2

/** Nothing while all is well, or while it is looked at. */
export function PermissionNotice(props: {
  readonly title: string
  readonly choose: (findings: readonly Finding[]) => readonly FindingGroup[]
}): ReactNode {
  const report = useApiQuery('permissions.report', {})
  const groups = props.choose(report.data?.findings ?? [])
  if (groups.length === 0) return null
  return (
    <Card title={props.title}>
      <ul className={styles.groups}>
        {groups.slice(0, SHOWN).map((group) => (
          <FindingItem key={group.root.id} group={group} />
        ))}
      </ul>
      <p>
        <a href={hrefOf('health')}>
          {groups.length > SHOWN
            ? `Show ${groups.length - SHOWN} more in Health`
            : 'See everything that was checked in Health'}
        </a>
      </p>
    </Card>
  )
}
