/** Asks for a key's passphrase, for one test. */

import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { Dialog } from '../ui/dialog.tsx'
import { DialogActions } from '../ui/dialog-actions.tsx'
import { PassphraseField } from '../ui/field.tsx'
import styles from './passphrase-dialog.module.css'

export function PassphraseDialog(props: {
  readonly keyName: string
  readonly onPassphrase: (passphrase: string) => void
  readonly onClose: () => void
}): ReactNode {
  const { keyName, onPassphrase, onClose } = props
  const [passphrase, setPassphrase] = useState('')
  const [empty, setEmpty] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (passphrase !== '') {
      onPassphrase(passphrase)
      return
    }
    setEmpty(true)
    field.current?.focus()
  }
  return (
    <Dialog
      title={`Passphrase of ${keyName}`}
      description="The one you chose when the key was made. Keypilot uses it for this test and then forgets it."
      onClose={onClose}
      initialFocus={field}
    >
      <form className={styles.form} onSubmit={submit} noValidate>
        <PassphraseField
          label="Passphrase"
          value={passphrase}
          onValue={setPassphrase}
          error={empty && passphrase === '' ? 'Type the passphrase first.' : null}
          inputRef={field}
        />
        <DialogActions action="Test" submits onCancel={onClose} />
      </form>
    </Dialog>
  )
}
