/** Changes the comment of a key. */

import { type ReactNode, useRef, useState } from 'react'
import type { KeyPair } from '../../../contract.ts'
import { useAction } from '../../../hooks/use-action.ts'
import { useRefreshKeys } from '../../../hooks/use-key-changes.ts'
import { PassphraseField, TextField } from '../../../ui/field.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { refOf } from '../key-address.ts'

interface DialogProps {
  readonly keyPair: KeyPair
  readonly onClose: () => void
  readonly onDone: (key: KeyPair) => void
}

export function CommentDialog(props: DialogProps): ReactNode {
  const { keyPair, onClose } = props
  const [comment, setComment] = useState(keyPair.comment)
  const [passphrase, setPassphrase] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const change = useChange(props)
  // Inside a locked key the comment is locked away too.
  const locked = keyPair.encrypted === true && keyPair.privateKeyPath !== null
  return (
    <FormDialog
      title={`Comment of ${keyPair.name}`}
      description="A few words by which you know the key again. RunPod lists keys by their comment. The key itself stays the same, and so does what accepts it."
      action="Change comment"
      working={change.busy ? (change.detail ?? 'Changing the comment…') : null}
      failure={change.failed?.message ?? null}
      failureTitle="The comment was not changed"
      disabled={comment.trim() === keyPair.comment || (locked && passphrase === '')}
      onSubmit={() => void change.start(comment.trim(), locked ? { passphrase } : {})}
      onStop={change.cancel}
      onClose={onClose}
      initialFocus={field}
    >
      <TextField
        label="Comment"
        hint="For example your name and this computer."
        value={comment}
        onValue={setComment}
        inputRef={field}
      />
      {locked && (
        <PassphraseField
          label="Passphrase"
          hint="The comment is inside the locked key. Used once, then forgotten."
          value={passphrase}
          onValue={setPassphrase}
        />
      )}
    </FormDialog>
  )
}

function useChange(props: DialogProps) {
  const { keyPair, onDone } = props
  const action = useAction('keys.setComment')
  const refresh = useRefreshKeys()
  const toast = useToast()
  const start = async (comment: string, secret: { readonly passphrase?: string }) => {
    const changed = await action.start({ ...refOf(keyPair), comment, ...secret })
    if (changed === null) return
    await refresh()
    toast('Comment changed', `${changed.name}: ${changed.comment || 'no comment'}`)
    onDone(changed)
  }
  return { ...action, start }
}
