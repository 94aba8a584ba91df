/** Labelled form controls: the label, an optional hint and the error are tied to the control. */

import { Eye, EyeOff, Search } from 'lucide-react'
import { type ComponentProps, type ReactNode, type Ref, useId, useState } from 'react'
import { cx } from './cx.ts'
import styles from './field.module.css'
import { isolated } from './isolated.ts'

interface FieldProps {
  readonly label: string
  readonly hint?: ReactNode
  /** What is wrong with the value and what to do; null while there is nothing to say. */
  readonly error?: string | null
  /** The label stands beside the control, for columns of short ones. */
  readonly inline?: boolean
}

interface ControlAttributes {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': true | undefined
}

/** The frame of every control, for controls that are made elsewhere. */
export function Field(
  props: FieldProps & { readonly children: (attributes: ControlAttributes) => ReactNode },
): ReactNode {
  const { label, hint, error = null, inline, children } = props
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className={cx(styles.field, inline && styles.inline)}>
      <label htmlFor={id} className={styles.label}>
        {isolated(label)}
      </label>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {hint && (
        <div id={`${id}-hint`} className={styles.hint}>
          {hint}
        </div>
      )}
      <div aria-live="polite">
        {error && (
          <p id={`${id}-error`} className={styles.error}>
            {isolated(error)}
          </p>
        )}
      </div>
    </div>
  )
}

type TextFieldProps = FieldProps & {
  readonly value: string
  readonly onValue: (value: string) => void
  readonly code?: boolean
  readonly inputRef?: Ref<HTMLInputElement>
} & Pick<
    ComponentProps<'input'>,
    'autoComplete' | 'inputMode' | 'list' | 'placeholder' | 'required'
  >

export function TextField(props: TextFieldProps): ReactNode {
  const { label, hint, error, value, onValue, code, inputRef, ...input } = props
  return (
    <Field label={label} hint={hint} error={error ?? null}>
      {(attributes) => (
        <input
          {...input}
          {...attributes}
          ref={inputRef}
          className={cx(styles.control, code && styles.code)}
          value={value}
          onChange={(event) => onValue(event.target.value)}
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
        />
      )}
    </Field>
  )
}

/** A search box; Esc empties it. */
export function SearchField(props: {
  readonly label: string
  readonly placeholder: string
  readonly value: string
  readonly onValue: (value: string) => void
}): ReactNode {
  const { label, placeholder, value, onValue } = props
  return (
    <div className={styles.search}>
      <Search aria-hidden />
      <input
        type="search"
        className={styles.control}
        aria-label={label}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onValue('')
        }}
        spellCheck={false}
        autoComplete="off"
      />
    </div>
  )
}

/** For passphrases: hidden unless the person asks to see it, and not meant for the browser's store. */
export function PassphraseField(props: Omit<TextFieldProps, 'code'>): ReactNode {
  const { label, hint, error, value, onValue, inputRef, ...input } = props
  const [shown, setShown] = useState(false)
  const Icon = shown ? EyeOff : Eye
  return (
    <Field label={label} hint={hint} error={error ?? null}>
      {(attributes) => (
        <div className={styles.withButton}>
          <input
            autoComplete="off"
            {...input}
            {...attributes}
            ref={inputRef}
            type={shown ? 'text' : 'password'}
            className={styles.control}
            value={value}
            onChange={(event) => onValue(event.target.value)}
            spellCheck={false}
          />
          <button
            type="button"
            className={styles.reveal}
            onClick={() => setShown(!shown)}
            aria-pressed={shown}
            aria-label={`Show: ${label}`}
          >
            <Icon aria-hidden />
          </button>
        </div>
      )}
    </Field>
  )
}

/** A box for pasted or typed lines. */
export function TextArea(
  props: FieldProps & {
    readonly value: string
    readonly onValue: (value: string) => void
    readonly rows?: number
    readonly placeholder?: string
    readonly controlRef?: Ref<HTMLTextAreaElement>
  },
): ReactNode {
  const { label, hint, error, value, onValue, rows = 3, placeholder, controlRef } = props
  return (
    <Field label={label} hint={hint} error={error ?? null}>
      {(attributes) => (
        <textarea
          {...attributes}
          ref={controlRef}
          className={cx(styles.control, styles.code, styles.area)}
          rows={rows}
          placeholder={placeholder}
          value={value}
          onChange={(event) => onValue(event.target.value)}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
        />
      )}
    </Field>
  )
}

export interface Option<T extends string> {
  readonly value: T
  readonly label: string
}

export function Select<T extends string>(
  props: FieldProps & {
    readonly value: T
    readonly options: readonly Option<T>[]
    readonly onValue: (value: T) => void
    readonly controlRef?: Ref<HTMLSelectElement>
  },
): ReactNode {
  const { label, hint, error, inline, value, options, onValue, controlRef } = props
  return (
    <Field label={label} hint={hint} error={error ?? null} inline={inline ?? false}>
      {(attributes) => (
        <select
          {...attributes}
          ref={controlRef}
          className={cx(styles.control, styles.select)}
          value={value}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value)
            if (chosen) onValue(chosen.value)
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {isolated(option.label)}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

export function CheckField(props: {
  readonly label: string
  readonly checked: boolean
  readonly onChecked: (checked: boolean) => void
}): ReactNode {
  return (
    <label className={styles.check}>
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onChecked(event.target.checked)}
      />
      <span>{isolated(props.label)}</span>
    </label>
  )
}
