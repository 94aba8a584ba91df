/** A few choices side by side, of which one is chosen: native radio buttons in a row. */

import { type ReactNode, useId, useState } from 'react'
import type { Option } from './field.tsx'
import styles from './segmented.module.css'

export function Segmented<T extends string>(props: {
  readonly legend: string
  readonly value: T
  readonly options: readonly Option<T>[]
  readonly onValue: (value: T) => void
}): ReactNode {
  const { legend, value, options, onValue } = props
  const name = useId()
  // A choice shows at once: what stands behind `value` may answer a moment later, and the radio
  // button would jump back until then.
  const [shown, setShown] = useState(value)
  const [given, setGiven] = useState(value)
  if (given !== value) {
    setGiven(value)
    setShown(value)
  }
  const choose = (chosen: T) => {
    setShown(chosen)
    onValue(chosen)
  }
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>{legend}</legend>
      <div className={styles.row}>
        {options.map((option) => (
          <label key={option.value} className={styles.option}>
            <input
              type="radio"
              className={styles.input}
              name={name}
              value={option.value}
              checked={option.value === shown}
              onChange={() => choose(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
