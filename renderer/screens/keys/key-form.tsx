/** The form that makes a new Ed25519 key pair; used by Setup and by the Keys screen. */

import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { messageOf } from '../../bridge/index.ts'
import type { KeyPair, KeySuggestion } from '../../contract.ts'
import { useApiMutation, useApiQuery } from '../../hooks/use-api.ts'
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
import { PassphraseStrength } from './passphrase-strength.tsx'

export interface KeyFormProps {
  readonly onMade: (key: KeyPair) => void
  readonly onCancel?: () => void
  /** In a dialog the buttons stand in the platform's order. */
  readonly inDialog?: boolean
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
  const { suggestion, onMade } = props
  const [values, setValues] = useState<KeyFormValues>({
    name: suggestion.name,
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
    if (generate.isPending) return
    if (judgeKeyForm(values, suggestion.taken, true).any) {
      focusFirstError(event.currentTarget)
      return
    }
    generate.mutate(toGenerateParams(values))
  }

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <NameFields values={values} set={set} errors={errors} />
      <PassphraseFields values={values} set={set} error={errors.repeated} />
      {generate.error && (
        <Callout tone="danger" title="The key was not made" role="alert">
          <p>{messageOf(generate.error)}</p>
        </Callout>
      )}
      <Actions {...props} busy={generate.isPending} />
    </form>
  )
}

function NameFields(props: {
  readonly values: KeyFormValues
  readonly set: (change: Partial<KeyFormValues>) => void
  readonly errors: KeyFormErrors
}): ReactNode {
  const { values, set, errors } = props
  return (
    <div className={styles.pair}>
      <TextField
        label="File name"
        hint="In your ssh folder, where ssh looks for keys. Existing files are never overwritten."
        value={values.name}
        onValue={(name) => set({ name })}
        error={errors.name}
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

function Actions(props: KeyFormProps & { readonly busy: boolean }): ReactNode {
  const { busy, inDialog, onCancel } = props
  if (inDialog && onCancel) {
    return <DialogActions action="Make the key" submits busy={busy} onCancel={onCancel} />
  }
  return (
    <div className={styles.actions}>
      <Button type="submit" variant="primary" busy={busy}>
        Make the key
      </Button>
      {onCancel && (
        <Button variant="quiet" onClick={onCancel}>
          Use a key I already have
        </Button>
      )}
    </div>
  )
}

function useGenerate(onMade: (key: KeyPair) => void) {
  const queries = useQueryClient()
  const generate = useApiMutation('keys.generate')
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['keys.list'] }),
      queries.invalidateQueries({ queryKey: ['keys.suggest'] }),
    ])
  return {
    ...generate,
    mutate: (params: Parameters<typeof generate.mutate>[0]) =>
      generate.mutate(params, {
        onSuccess: async (key) => {
          await refresh()
          onMade(key)
        },
        // A name that was taken meanwhile shows up in the fresh suggestion.
        onError: refresh,
      }),
  }
}
