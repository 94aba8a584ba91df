/** A few choices side by side, of which one is chosen: native radio buttons in a row. */

import { type ReactNode, useId } from 'react'
import type { Option } from './field.tsx'
import styles from './segmented.module.css'

export function Segmented<T extends string>(props: {
  readonly legend: string
  readonly value: T
  readonly options: readonly Option<T>[]
  readonly onValue: (value: T) => void
}): ReactNode {
  const name = useId()
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{props.legend}</legend>
      <div className={styles.row}>
        {props.options.map((option) => (
          <label key={option.value} className={styles.option}>
            <input
              type="radio"
              className={styles.input}
              name={name}
              value={option.value}
              checked={option.value === props.value}
              onChange={() => props.onValue(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
