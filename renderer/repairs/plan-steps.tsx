/** What a plan will do: each file with how it is now and how it will be. */

import { ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { VisuallyHidden } from '../ui/visually-hidden.tsx'
import styles from './plan-steps.module.css'

export interface PlanStep {
  readonly path: string
  readonly before: string
  readonly after: string
  /** E.g. the line that does the same in a terminal. */
  readonly below?: ReactNode
}

export function PlanSteps(props: {
  readonly steps: readonly PlanStep[]
  /** Text of files, to be read character by character. */
  readonly code?: boolean
  /** They were made already. */
  readonly done?: boolean
}): ReactNode {
  const Text = props.code ? 'code' : 'span'
  return (
    <ul className={styles.steps}>
      {props.steps.map(({ path, before, after, below }) => (
        <li key={`${path} ${before} ${after}`} className={styles.step}>
          <code className={styles.path}>{path}</code>
          <p className={styles.line}>
            <VisuallyHidden>{props.done ? 'Before: ' : 'Now: '}</VisuallyHidden>
            <Text className={styles.before}>{before}</Text>
          </p>
          <p className={styles.line}>
            <ArrowRight aria-hidden className={styles.arrow} />
            <VisuallyHidden>{props.done ? 'Now: ' : 'Then: '}</VisuallyHidden>
            <Text className={styles.after}>{after}</Text>
          </p>
          {below}
        </li>
      ))}
    </ul>
  )
}
