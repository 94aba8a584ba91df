/** Which kind of key to make: out of the way, since the usual one fits nearly everybody. */

import type { ReactNode } from 'react'
import { Select, TextField } from '../../ui/field.tsx'
import styles from './key-form.module.css'
import { KEY_KINDS, type KeyFormValues, KIND_HINTS, kindOf } from './key-form-model.ts'

export function KindFields(props: {
  readonly values: KeyFormValues
  readonly set: (change: Partial<KeyFormValues>) => void
  readonly error: string | null
}): ReactNode {
  const { values, set, error } = props
  return (
    <details className={styles.advanced}>
      <summary>Advanced: kind of key</summary>
      <div className={styles.pair}>
        <Select
          label="Kind"
          hint={KIND_HINTS[kindOf(values.kind).type]}
          value={values.kind}
          options={KEY_KINDS}
          onValue={(kind) => set({ kind })}
        />
        {values.kind === 'rsa-other' && (
          <TextField
            label="Size in bits"
            hint="16384 can take a minute or more to make; you can cancel."
            value={values.rsaBits}
            onValue={(rsaBits) => set({ rsaBits })}
            error={error}
            inputMode="numeric"
          />
        )}
      </div>
    </details>
  )
}
