/** The first minutes on a pod or in a worker, line by line. */

import type { ReactNode } from 'react'
import { CodeCard } from '../../ui/code-card.tsx'
import { Card } from '../../ui/screen.tsx'
import styles from './connection-detail.module.css'
import { FIRST_MINUTES, type FirstMinute } from './first-minutes.ts'

export function FirstMinutesCard(): ReactNode {
  return (
    <MinutesCard
      level={3}
      title="The first minutes on the pod"
      lead="Paste these on the pod, after you have logged in. None of them changes your files."
      minutes={FIRST_MINUTES}
    />
  )
}

export function MinutesCard(props: {
  readonly level: 2 | 3
  readonly title: string
  readonly lead: string
  readonly minutes: readonly FirstMinute[]
}): ReactNode {
  const { level, title, lead, minutes } = props
  return (
    <Card level={level} title={title}>
      <p>{lead}</p>
      <ul className={styles.minutes}>
        {minutes.map(({ id, title: question, command, why }) => (
          <li key={id} className={styles.minute}>
            <CodeCard what={question} text={command} />
            <p className={styles.small}>{why}</p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
