/** Which keys the pod gets: those of the account, or some for it alone. */

import type { ReactNode } from 'react'
import type { KeyPair } from '../../../contract.ts'
import { CheckField } from '../../../ui/field.tsx'
import styles from './create.module.css'

export function KeysOfPod(props: {
  readonly keys: readonly KeyPair[]
  /** Ids; none: the account's keys. */
  readonly chosen: readonly string[]
  readonly onChosen: (ids: readonly string[]) => void
}): ReactNode {
  const { keys, chosen, onChosen } = props
  if (keys.length === 0) return null
  return (
    <fieldset className={styles.keys}>
      <legend className={styles.legend}>Keys for this one alone</legend>
      <p className={styles.soft}>
        None chosen: it gets the keys of your account, which is right for most. Chosen ones take
        their place, and open it over exposed TCP only: RunPod’s proxy knows the account’s keys and
        no others.
      </p>
      {keys.map(({ id, name }) => (
        <CheckField
          key={id}
          label={name}
          checked={chosen.includes(id)}
          onChecked={(checked) =>
            onChosen(checked ? [...chosen, id] : chosen.filter((one) => one !== id))
          }
        />
      ))}
    </fieldset>
  )
}
