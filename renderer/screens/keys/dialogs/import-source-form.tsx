/** First step of an import: choose a file, drop one, or paste its text. */

import { FileKey } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { useBridge } from '../../../bridge/index.ts'
import { Button } from '../../../ui/button.tsx'
import { TextArea } from '../../../ui/field.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { pastedSource, pickFile, readSource, type Source } from '../read-source.ts'
import styles from './dialogs.module.css'

export function ImportSourceForm(props: {
  /** Why the last choice cannot be looked at. */
  readonly refused: string | null
  readonly onSource: (source: Source) => void
  readonly onClose: () => void
}): ReactNode {
  const { refused, onSource, onClose } = props
  const [text, setText] = useState('')
  const chooser = useRef<HTMLButtonElement>(null)
  return (
    <FormDialog
      title="Import a key"
      description="Brings a key from elsewhere into your ssh folder: OpenSSH, PEM or PuTTY (.ppk). First you see what it is; nothing is written before you say so. The original stays where it is."
      action="Look at the pasted text"
      failure={refused}
      failureTitle="That cannot be looked at"
      disabled={text.trim() === ''}
      onSubmit={() => onSource(pastedSource(text))}
      onClose={onClose}
      initialFocus={chooser}
    >
      <FileChoice buttonRef={chooser} onSource={onSource} />
      <TextArea
        label="Or paste the text of the key file"
        hint="From “-----BEGIN” to “-----END”, or the whole .ppk file. It goes only to Keypilot on this computer."
        value={text}
        onValue={setText}
        rows={5}
      />
    </FormDialog>
  )
}

function FileChoice(props: {
  readonly buttonRef: React.RefObject<HTMLButtonElement | null>
  readonly onSource: (source: Source) => void
}): ReactNode {
  const bridge = useBridge()
  const input = useRef<HTMLInputElement>(null)
  const read = async (files: readonly File[]) => {
    const file = pickFile(files)
    if (file === null) return
    props.onSource(await readSource(file, (one) => bridge.pathOfFile?.(one) ?? null))
  }
  return (
    <div className={styles.or}>
      <Button ref={props.buttonRef} icon={FileKey} onClick={() => input.current?.click()}>
        Choose a file…
      </Button>
      <span className={styles.hint}>or drop one anywhere on this window</span>
      <input
        ref={input}
        type="file"
        className={styles.input}
        aria-label="Key file"
        tabIndex={-1}
        onChange={(event) => void read([...(event.target.files ?? [])])}
      />
    </div>
  )
}
