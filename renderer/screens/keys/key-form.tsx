/** The form that makes a new key pair; used by Setup and by the Keys screen. */

import { type FormEvent, type ReactNode, type RefObject, useEffect, useState } from 'react'
import type { GenerateKeyParams, KeyPair, KeySuggestion } from '../../contract.ts'
import { useAction } from '../../hooks/use-action.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import { useRefreshKeys } from '../../hooks/use-key-changes.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { DialogActions } from '../../ui/dialog-actions.tsx'
import { PassphraseField, TextField } from '../../ui/field.tsx'
import { Failure, Loading } from '../../ui/query-state.tsx'
import styles from './key-form.module.css'
import {
  judgeKeyForm,
  type KeyFormErrors,
  type KeyFormValues,
  toGenerateParams,
} from './key-form-model.ts'
import { KindFields } from './kind-fields.tsx'
import { PassphraseStrength } from './passphrase-strength.tsx'

export interface KeyFormProps {
  readonly onMade: (key: KeyPair) => void
  readonly onCancel?: () => void
  /** In a dialog the buttons stand in the platform's order. */
  readonly inDialog?: boolean
  /** Gets the focus once the form is there, which may be after its dialog opened. */
  readonly nameRef?: RefObject<HTMLInputElement | null>
}

export function KeyForm(props: KeyFormProps): ReactNode {
  const suggestion = useApiQuery('keys.suggest', {})
  if (suggestion.error) {
    return <Failure error={suggestion.error} onRetry={() => void suggestion.refetch()} />
  }
  if (suggestion.data === undefined) return <Loading />
  return <Form {...props} suggestion={suggestion.data} />
}

function Form(props: KeyFormProps & { readonly suggestion: KeySuggestion }): ReactNode {
  const { suggestion, onMade, nameRef } = props
  useEffect(() => nameRef?.current?.focus(), [nameRef])
  const [values, setValues] = useState<KeyFormValues>({
    name: suggestion.name,
    kind: 'ed25519',
    rsaBits: '4096',
    comment: suggestion.comment,
    passphrase: '',
    repeated: '',
  })
  const [submitted, setSubmitted] = useState(false)
  const generate = useGenerate(onMade)
  const errors = judgeKeyForm(values, suggestion.taken, submitted)
  const set = (change: Partial<KeyFormValues>) => setValues({ ...values, ...change })

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setSubmitted(true)
    if (generate.busy) return
    if (judgeKeyForm(values, suggestion.taken, true).any) {
      focusFirstError(event.currentTarget)
      return
    }
    void generate.start(toGenerateParams(values))
  }

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <NameFields values={values} set={set} errors={errors} {...(nameRef && { nameRef })} />
      <PassphraseFields values={values} set={set} error={errors.repeated} />
      <KindFields values={values} set={set} error={errors.rsaBits} />
      {generate.failed && (
        <Callout tone="danger" title="The key was not made" role="alert">
          <p>{generate.failed.message}</p>
        </Callout>
      )}
      <p role="status" className={styles.working}>
        {generate.busy && (generate.detail ?? 'Making the key…')}
      </p>
      <Actions {...props} busy={generate.busy} onStop={generate.cancel} />
    </form>
  )
}

function NameFields(props: {
  readonly values: KeyFormValues
  readonly set: (change: Partial<KeyFormValues>) => void
  readonly errors: KeyFormErrors
  readonly nameRef?: RefObject<HTMLInputElement | null>
}): ReactNode {
  const { values, set, errors, nameRef } = props
  return (
    <div className={styles.pair}>
      <TextField
        label="File name"
        hint="In your ssh folder, where ssh looks for keys. Existing files are never overwritten."
        value={values.name}
        onValue={(name) => set({ name })}
        error={errors.name}
        {...(nameRef && { inputRef: nameRef })}
        code
        required
      />
      <TextField
        label="Comment"
        hint="RunPod shows it as the key’s name."
        value={values.comment}
        onValue={(comment) => set({ comment })}
        error={errors.comment}
        required
      />
    </div>
  )
}

/** Once the errors are drawn. */
function focusFirstError(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid]')?.focus())
}

function PassphraseFields(props: {
  readonly values: KeyFormValues
  readonly set: (change: Partial<KeyFormValues>) => void
  readonly error: string | null
}): ReactNode {
  const { values, set, error } = props
  return (
    <div className={styles.pair}>
      <div className={styles.stack}>
        <PassphraseField
          label="Passphrase (optional)"
          hint="Protects the key if someone copies the file. You type it when you connect. It cannot be recovered."
          value={values.passphrase}
          onValue={(passphrase) => set({ passphrase })}
        />
        <PassphraseStrength passphrase={values.passphrase} />
      </div>
      {values.passphrase !== '' && (
        <PassphraseField
          label="Passphrase again"
          hint="So that a slip of the finger does not lock you out."
          value={values.repeated}
          onValue={(repeated) => set({ repeated })}
          error={error}
        />
      )}
    </div>
  )
}

function Actions(
  props: KeyFormProps & { readonly busy: boolean; readonly onStop: () => void },
): ReactNode {
  const { busy, inDialog, onCancel, onStop } = props
  if (inDialog && onCancel) {
    return (
      <DialogActions
        action="Make the key"
        submits
        busy={busy}
        onCancel={busy ? onStop : onCancel}
      />
    )
  }
  return (
    <div className={styles.actions}>
      <Button type="submit" variant="primary" busy={busy}>
        Make the key
      </Button>
      {busy && <Button onClick={onStop}>Cancel</Button>}
      {onCancel && !busy && (
        <Button variant="quiet" onClick={onCancel}>
          Use a key I already have
        </Button>
      )}
    </div>
  )
}

function useGenerate(onMade: (key: KeyPair) => void) {
  const refresh = useRefreshKeys()
  const generate = useAction('keys.generate')
  const start = async (params: GenerateKeyParams) => {
    const key = await generate.start(params)
    // After a failure too: a name that was taken meanwhile shows up in the fresh suggestion.
    await refresh()
    if (key !== null) onMade(key)
  }
  return { ...generate, start }
}
