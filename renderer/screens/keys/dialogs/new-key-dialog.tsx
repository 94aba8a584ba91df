/** Makes a new key pair. */

import { type ReactNode, useRef } from 'react'
import type { KeyPair } from '../../../contract.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { KeyForm } from '../key-form.tsx'

export function NewKeyDialog(props: {
  readonly onClose: () => void
  readonly onDone: (key: KeyPair) => void
}): ReactNode {
  const toast = useToast()
  const name = useRef<HTMLInputElement>(null)
  const made = (key: KeyPair) => {
    toast('Key made', `${key.name} is in your ssh folder.`)
    props.onDone(key)
  }
  return (
    <Dialog
      title="New key"
      description="A private key that stays on this computer, and a public key to give to RunPod."
      onClose={props.onClose}
      initialFocus={name}
    >
      <KeyForm inDialog nameRef={name} onMade={made} onCancel={props.onClose} />
    </Dialog>
  )
}
