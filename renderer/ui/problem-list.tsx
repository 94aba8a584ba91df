/** Problems as the services describe them: what it is, what it means, and a way out. */

import { Info, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AskFor, Problem } from '../contract.ts'
import { cx } from './cx.ts'
import { FixButton } from './fix-button.tsx'
import styles from './problem-list.module.css'

const ICONS = { error: OctagonAlert, warning: TriangleAlert, info: Info } as const

export function ProblemList(props: {
  readonly problems: readonly Problem[]
  readonly onAsk?: (ask: AskFor) => void
  readonly onDone?: () => void
}): ReactNode {
  const { problems, onAsk, onDone } = props
  if (problems.length === 0) return null
  return (
    <ul className={styles.list}>
      {problems.map((problem) => {
        const Icon = ICONS[problem.severity]
        // A fix that leads to a control is shown only where that control is.
        const fix = problem.fix?.kind === 'ask' && !onAsk ? undefined : problem.fix
        return (
          <li key={`${problem.code} ${problem.detail}`} className={styles.item}>
            <Icon aria-hidden className={cx(styles.icon, styles[problem.severity])} />
            <div className={styles.words}>
              <p className={styles.title}>{problem.title}</p>
              <p className={styles.detail}>{problem.detail}</p>
              {fix && (
                <FixButton fix={fix} onAsk={onAsk ?? (() => {})} {...(onDone && { onDone })} />
              )}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
