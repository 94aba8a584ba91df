/** Problems as the services describe them: what it is, what it means, and a way out. */

import { Info, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AskFor, Fix, Problem } from '../contract.ts'
import { repairOf } from '../repairs/repairs-context.ts'
import { cx } from './cx.ts'
import { FixButton } from './fix-button.tsx'
import { isolated } from './isolated.ts'
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
      {problems.map((problem, index) => {
        const Icon = ICONS[problem.severity]
        const possible = isPossible(problem.fix, onAsk !== undefined) ? problem.fix : undefined
        // Several problems that lead to the same page need one button, below the last of them.
        const again = problems.slice(index + 1).some((later) => isSamePage(later.fix, possible))
        const fix = again ? undefined : possible
        return (
          <li key={`${problem.code} ${problem.detail}`} className={styles.item}>
            <Icon aria-hidden className={cx(styles.icon, styles[problem.severity])} />
            <div className={styles.words}>
              <p className={styles.title}>{isolated(problem.title)}</p>
              <p className={styles.detail}>{isolated(problem.detail)}</p>
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

/** A fix that leads to a control is shown only where that control is; a repair is everywhere. */
function isPossible(fix: Fix | undefined, asks: boolean): boolean {
  return fix !== undefined && (asks || fix.kind !== 'ask' || repairOf(fix) !== null)
}

function isSamePage(one: Fix | undefined, other: Fix | undefined): boolean {
  return one?.kind === 'link' && other?.kind === 'link' && one.link === other.link
}
