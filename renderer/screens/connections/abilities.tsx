/** What a connection can be used for, each with a sign of its own. */

import type { ReactNode } from 'react'
import type { LastResult, Target } from '../../contract.ts'
import { type Status, StatusIcon } from '../../ui/status-icon.tsx'
import styles from './connection-detail.module.css'
import { type Ability, abilitiesOf, summaryOf } from './connection-words.ts'

const NOT_KNOWN = 'not tried'

export function Abilities(props: {
  readonly target: Target
  readonly capabilities: LastResult['capabilities']
  /** The host's own sentence, where it has one. */
  readonly summary?: string
}): ReactNode {
  const abilities = abilitiesOf(props.target, props.capabilities)
  return (
    <>
      <p>
        <strong>{props.summary ?? summaryOf(abilities)}</strong>
      </p>
      <ul className={styles.abilities}>
        {abilities.map(({ purpose, label, works }) => (
          <li key={purpose} className={styles.ability}>
            <StatusIcon status={statusOfAbility(works)} />
            <span>
              {label}
              {works === false && ': does not work'}
              {works === null && `: ${NOT_KNOWN}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

function statusOfAbility(works: Ability['works']): Status {
  if (works === null) return 'skipped'
  return works ? 'done' : 'failed'
}
