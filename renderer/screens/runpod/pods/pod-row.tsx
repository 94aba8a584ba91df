/** One pod in the list: what it is, how it is, and what needs a look. */

import { Server, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { RunpodPod } from '../../../contract.ts'
import styles from '../../../ui/list/list-row.module.css'
import { StatusIcon } from '../../../ui/status-icon.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { needsAttention } from './pod-list-model.ts'
import { ageOf, describeCost, podName, stateOf } from './pod-words.ts'
import own from './pods.module.css'

export function PodRow(props: {
  readonly pod: RunpodPod
  readonly ago: (iso: string) => string
}): ReactNode {
  const { pod, ago } = props
  const { status, words } = stateOf(pod)
  return (
    <>
      <Server aria-hidden className={styles.icon} />
      <span className={styles.words}>
        <span className={styles.name}>{podName(pod)}</span>
        <span className={styles.meta}>{pod.hardware ?? pod.id}</span>
        <span className={styles.meta}>{describeCost(pod.cost)}</span>
        <span className={own.soft}>{ageOf(pod, ago)}</span>
        <span className={own.status}>
          <StatusIcon status={status} />
          <span>{words}</span>
        </span>
        {needsAttention(pod) && (
          <span className={styles.tags}>
            <Tag icon={TriangleAlert} tone="warning">
              {pod.saved.some(({ moved }) => moved !== null) ? 'Moved' : 'Needs a look'}
            </Tag>
          </span>
        )}
      </span>
    </>
  )
}
