/** Last step of an import: what it is, what will be put right, and under which name it goes in. */

import { type ReactNode, type RefObject, useRef, useState } from 'react'
import type { ImportPreview, ImportSource, KeyPair } from '../../../contract.ts'
import { useAction } from '../../../hooks/use-action.ts'
import { useApiQuery } from '../../../hooks/use-api.ts'
import { useRefreshKeys } from '../../../hooks/use-key-changes.ts'
import { Callout } from '../../../ui/callout.tsx'
import { PassphraseField, TextField } from '../../../ui/field.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { ProblemList } from '../../../ui/problem-list.tsx'
import { Facts } from '../../../ui/screen.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { withPossibleFixes } from '../key-actions.ts'
import {
  describeImportFormat,
  describePreview,
  type ImportErrors,
  type ImportValues,
  isLockedPair,
  judgeImport,
  startValues,
  toImportParams,
} from './import-model.ts'

const PROTECTIONS: readonly { readonly value: 'same' | 'none'; readonly label: string }[] = [
  { value: 'same', label: 'The same passphrase' },
  { value: 'none', label: 'No passphrase' },
]

interface ImportPreviewFormProps {
  readonly label: string
  readonly source: ImportSource
  readonly preview: ImportPreview
  /** With which the key was unlocked; empty where it was not. */
  readonly passphrase: string
  readonly onClose: () => void
  readonly onDone: (key: KeyPair) => void
}

export function ImportPreviewForm(props: ImportPreviewFormProps): ReactNode {
  const { label, source, preview, onClose } = props
  const [values, setValues] = useState(() => startValues(preview, props.passphrase))
  const [submitted, setSubmitted] = useState(false)
  const name = useRef<HTMLInputElement>(null)
  const taken = useApiQuery('keys.suggest', {}).data?.taken ?? []
  const running = useImport(props.onDone)
  const found = judgeImport(values, preview, taken)
  const errors = submitted ? found : { ...found, passphrase: null }
  const submit = () => {
    setSubmitted(true)
    if (!found.any) void running.start(toImportParams(values, preview, source))
  }
  return (
    <FormDialog
      title="Import this key?"
      description={`${describePreview(preview)}, from ${label}. Nothing has been written yet.`}
      action="Import"
      size="wide"
      working={running.busy ? (running.detail ?? 'Importing…') : null}
      failure={running.failed?.message ?? null}
      failureTitle="Nothing was imported"
      onSubmit={submit}
      onStop={running.cancel}
      onClose={onClose}
      initialFocus={name}
    >
      <Remarks preview={preview} />
      <NameFields values={values} errors={errors} onValues={setValues} nameRef={name} />
      {isLockedPair(preview) && (
        <Protection
          values={values}
          errors={errors}
          asks={props.passphrase === ''}
          onValues={setValues}
        />
      )}
    </FormDialog>
  )
}

function NameFields(props: {
  readonly values: ImportValues
  readonly errors: ImportErrors
  readonly onValues: (values: ImportValues) => void
  readonly nameRef: RefObject<HTMLInputElement | null>
}): ReactNode {
  const { values, errors, onValues, nameRef } = props
  return (
    <>
      <TextField
        label="Name in your ssh folder"
        hint="Existing files are never overwritten."
        value={values.name}
        onValue={(next) => onValues({ ...values, name: next })}
        error={errors.name}
        inputRef={nameRef}
        code
      />
      <TextField
        label="Comment"
        hint="RunPod shows it as the key’s name."
        value={values.comment}
        onValue={(comment) => onValues({ ...values, comment })}
      />
    </>
  )
}

function Remarks(props: { readonly preview: ImportPreview }): ReactNode {
  const { preview } = props
  const { format, fingerprint, encrypted, existing, problems } = preview
  const facts: (readonly [string, ReactNode])[] = [['Format', describeImportFormat(format)]]
  if (fingerprint !== null) {
    facts.push(['Fingerprint', <code key="fingerprint">{fingerprint.sha256}</code>])
  }
  if (preview.kind !== 'public-only') facts.push(['Passphrase', encrypted ? 'yes' : 'none'])
  return (
    <>
      <Facts facts={facts} />
      {existing && (
        <Callout tone="info" title={`This key is here already, as ${existing.name}`}>
          <p>
            Importing it makes a second copy of <code>{existing.path}</code>. You probably do not
            need one.
          </p>
        </Callout>
      )}
      <ProblemList problems={withPossibleFixes(problems)} />
    </>
  )
}

function Protection(props: {
  readonly values: ImportValues
  readonly errors: ImportErrors
  /** The passphrase has not been typed yet. */
  readonly asks: boolean
  readonly onValues: (values: ImportValues) => void
}): ReactNode {
  const { values, errors, asks, onValues } = props
  return (
    <>
      {asks && (
        <PassphraseField
          label="Passphrase"
          hint="Of the key as it is. Used once, and kept nowhere."
          value={values.passphrase}
          onValue={(passphrase) => onValues({ ...values, passphrase })}
          error={errors.passphrase}
        />
      )}
      <Segmented
        legend="The imported key has"
        value={values.protect}
        options={PROTECTIONS}
        onValue={(protect) => onValues({ ...values, protect })}
      />
      {values.protect === 'none' && (
        <Callout tone="warning">
          <p>Whoever can copy the file can then use the key.</p>
        </Callout>
      )}
    </>
  )
}

function useImport(onDone: (key: KeyPair) => void) {
  const action = useAction('keys.import')
  const refresh = useRefreshKeys()
  const toast = useToast()
  const start = async (params: Parameters<typeof action.start>[0]) => {
    const key = await action.start(params)
    // A name that was taken meanwhile shows in the fresh list.
    await refresh()
    if (key === null) return
    toast('Key imported', `${key.name} is in your ssh folder.`)
    onDone(key)
  }
  return { ...action, start }
}
