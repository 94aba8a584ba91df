/**
 * A hidden field whose text is never in React's state: whoever owns the form reads it once through
 * the reference, and empties it.
 */

import type { ReactNode, Ref } from 'react'
import { cx } from './cx.ts'
import styles from './field.module.css'
import { Field } from './field.tsx'

export function SecretField(props: {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | null
  readonly placeholder?: string
  readonly inputRef: Ref<HTMLInputElement>
}): ReactNode {
  const { label, hint, error, placeholder, inputRef } = props
  return (
    <Field label={label} hint={hint} error={error ?? null}>
      {(attributes) => (
        <input
          {...attributes}
          ref={inputRef}
          type="password"
          className={cx(styles.control, styles.code)}
          placeholder={placeholder}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
        />
      )}
    </Field>
  )
}
