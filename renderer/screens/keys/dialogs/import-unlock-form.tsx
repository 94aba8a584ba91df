/** Second step, for a locked key: its passphrase, to see what it is. */

import { type ReactNode, useRef, useState } from 'react'
import type { ImportPreview } from '../../../contract.ts'
import type { Action } from '../../../hooks/use-action.ts'
import { PassphraseField } from '../../../ui/field.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { describePreview } from './import-model.ts'

export function ImportUnlockForm(props: {
  readonly label: string
  readonly preview: ImportPreview
  readonly unlocking: Action<'keys.inspectImport'>
  readonly onPassphrase: (passphrase: string) => void
  readonly onClose: () => void
}): ReactNode {
  const { label, preview, unlocking, onPassphrase, onClose } = props
  const [passphrase, setPassphrase] = useState('')
  const field = useRef<HTMLInputElement>(null)
  return (
    <FormDialog
      title="This key is locked"
      description={`${describePreview(preview)} with a passphrase, from ${label}. Type the passphrase to go on. It is used on this computer only, and kept nowhere.`}
      action="Unlock"
      working={unlocking.busy ? (unlocking.detail ?? 'Trying the passphrase…') : null}
      failure={unlocking.failed?.message ?? null}
      failureTitle="The key stayed locked"
      disabled={passphrase === ''}
      onSubmit={() => onPassphrase(passphrase)}
      onStop={unlocking.cancel}
      onClose={onClose}
      initialFocus={field}
    >
      <PassphraseField
        label="Passphrase"
        value={passphrase}
        onValue={setPassphrase}
        inputRef={field}
      />
    </FormDialog>
  )
}
