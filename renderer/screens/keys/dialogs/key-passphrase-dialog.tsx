/** Gives a key a passphrase, another one, or none. */

import { type ReactNode, type RefObject, useRef, useState } from 'react'
import type { KeyPair } from '../../../contract.ts'
import { useAction } from '../../../hooks/use-action.ts'
import { useRefreshKeys } from '../../../hooks/use-key-changes.ts'
import { Callout } from '../../../ui/callout.tsx'
import { PassphraseField } from '../../../ui/field.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { refOf } from '../key-address.ts'
import { PassphraseStrength } from '../passphrase-strength.tsx'
import {
  judgePassphrases,
  NO_PASSPHRASES,
  type PassphraseErrors,
  type PassphraseValues,
  type PassphraseWish,
  toPassphraseParams,
} from './passphrase-model.ts'

const WISHES: readonly { readonly value: PassphraseWish; readonly label: string }[] = [
  { value: 'set', label: 'Another passphrase' },
  { value: 'remove', label: 'No passphrase' },
]

const OF_LOCKED = 'The key itself stays the same: everything that accepts it goes on doing so.'
const OF_UNLOCKED =
  'It protects the key if someone copies the file. You type it when you connect. The key itself stays the same. A forgotten passphrase cannot be recovered.'

interface DialogProps {
  readonly keyPair: KeyPair
  readonly onClose: () => void
  readonly onDone: (key: KeyPair) => void
}

export function KeyPassphraseDialog(props: DialogProps): ReactNode {
  const { keyPair, onClose } = props
  const encrypted = keyPair.encrypted === true
  const [values, setValues] = useState(NO_PASSPHRASES)
  const [submitted, setSubmitted] = useState(false)
  const first = useRef<HTMLInputElement>(null)
  const change = useChange(props)
  const errors = judgePassphrases(values, encrypted, submitted)
  const removing = values.wish === 'remove'
  const fields = { values, errors, onValues: setValues }
  const submit = async () => {
    setSubmitted(true)
    if (judgePassphrases(values, encrypted, true).any) return
    await change.start(values)
  }
  return (
    <FormDialog
      title={encrypted ? `Passphrase of ${keyPair.name}` : `Add a passphrase to ${keyPair.name}`}
      description={encrypted ? OF_LOCKED : OF_UNLOCKED}
      action={removing ? 'Remove passphrase' : encrypted ? 'Change passphrase' : 'Add passphrase'}
      variant={removing ? 'danger' : 'primary'}
      working={change.busy ? (change.detail ?? 'Locking the key again…') : null}
      failure={change.failed?.message ?? null}
      failureTitle="The key stayed as it was"
      onSubmit={() => void submit()}
      onStop={change.cancel}
      onClose={onClose}
      initialFocus={first}
    >
      {encrypted && <PresentPassphrase {...fields} first={first} />}
      {removing ? (
        <RemovalWarning />
      ) : (
        <NewPassphrase {...fields} first={encrypted ? null : first} encrypted={encrypted} />
      )}
    </FormDialog>
  )
}

interface FieldsProps {
  readonly values: PassphraseValues
  readonly errors: PassphraseErrors
  readonly onValues: (values: PassphraseValues) => void
  /** Gets the focus when the dialog opens. */
  readonly first: RefObject<HTMLInputElement | null> | null
}

function PresentPassphrase(props: FieldsProps): ReactNode {
  const { values, errors, onValues, first } = props
  return (
    <>
      <PassphraseField
        label="Current passphrase"
        value={values.present}
        onValue={(present) => onValues({ ...values, present })}
        error={errors.present}
        inputRef={first}
      />
      <Segmented
        legend="From now on"
        value={values.wish}
        options={WISHES}
        onValue={(wish) => onValues({ ...values, wish })}
      />
    </>
  )
}

function RemovalWarning(): ReactNode {
  return (
    <Callout tone="warning" title="Whoever copies the file can then use it">
      <p>
        Without a passphrase nothing but the file’s permissions protects the key. Backups and other
        copies of it keep the passphrase they have.
      </p>
    </Callout>
  )
}

function NewPassphrase(props: FieldsProps & { readonly encrypted: boolean }): ReactNode {
  const { values, errors, onValues, first, encrypted } = props
  return (
    <>
      <PassphraseField
        label="New passphrase"
        value={values.next}
        onValue={(next) => onValues({ ...values, next })}
        error={errors.next}
        inputRef={first}
      />
      <PassphraseStrength passphrase={values.next} />
      <PassphraseField
        label="New passphrase again"
        hint="So that a slip of the finger does not lock you out."
        value={values.repeated}
        onValue={(repeated) => onValues({ ...values, repeated })}
        error={errors.repeated}
      />
      <Callout tone="info" title="One copy stays for a while">
        <p>
          So that nothing can be lost, Keypilot keeps the file as it is now,{' '}
          {encrypted ? 'with its old passphrase' : 'without a passphrase'}, in its backups, which
          only your account can read. Once the new passphrase works, delete that copy under “Earlier
          changes”.
        </p>
      </Callout>
    </>
  )
}

function useChange(props: DialogProps) {
  const { keyPair, onDone } = props
  const action = useAction('keys.setPassphrase')
  const refresh = useRefreshKeys()
  const toast = useToast()
  const start = async (values: PassphraseValues) => {
    const changed = await action.start(toPassphraseParams(values, keyPair, refOf(keyPair)))
    if (changed === null) return
    await refresh()
    const title = changed.encrypted ? 'Passphrase set' : 'Passphrase removed'
    toast(
      title,
      `${changed.name} ${changed.encrypted ? 'asks for it from now on.' : 'opens without one now.'}`,
    )
    onDone(changed)
  }
  return { ...action, start }
}
