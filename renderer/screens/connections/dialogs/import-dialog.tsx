/** Takes exported connections in: new ones are added, known addresses are merged. */

import { type ReactNode, useRef, useState } from 'react'
import type { ImportedConnections } from '../../../contract.ts'
import { useAction } from '../../../hooks/use-action.ts'
import { Button } from '../../../ui/button.tsx'
import { Callout } from '../../../ui/callout.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextArea } from '../../../ui/field.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { ProblemList } from '../../../ui/problem-list.tsx'
import { Row } from '../../../ui/screen.tsx'
import { useRefreshConnections } from '../use-connections.ts'

/** Far more than thousands of connections take. */
const MAX_FILE_BYTES = 1_000_000

export function ImportDialog(props: { readonly onClose: () => void }): ReactNode {
  const { onClose } = props
  const [text, setText] = useState('')
  const [unread, setUnread] = useState<string | null>(null)
  const [result, setResult] = useState<ImportedConnections | null>(null)
  const box = useRef<HTMLTextAreaElement>(null)
  const action = useAction('connections.import')
  const refresh = useRefreshConnections()
  if (result !== null) return <Imported result={result} onClose={onClose} />
  const take = async () => {
    const done = await action.start({ text })
    if (done === null) return
    await refresh()
    setResult(done)
  }
  return (
    <FormDialog
      title="Import connections"
      description="What “Export” gave on this or another computer. Nothing you have is replaced: an address that is here already stays as it is."
      action="Import"
      working={action.busy ? 'Reading…' : null}
      failure={unread ?? action.failed?.message ?? null}
      failureTitle="Nothing was imported"
      disabled={text.trim() === ''}
      onSubmit={() => void take()}
      onStop={action.cancel}
      onClose={onClose}
      initialFocus={box}
    >
      <FileButton onText={setText} onUnread={setUnread} />
      <TextArea
        label="Exported text"
        value={text}
        onValue={setText}
        rows={6}
        placeholder="{ … }"
        controlRef={box}
      />
    </FormDialog>
  )
}

function FileButton(props: {
  readonly onText: (text: string) => void
  readonly onUnread: (why: string | null) => void
}): ReactNode {
  const { onText, onUnread } = props
  const picker = useRef<HTMLInputElement>(null)
  const read = async (file: File | undefined) => {
    if (file === undefined) return
    if (file.size > MAX_FILE_BYTES) {
      onUnread(`${file.name} is too large to be a list of connections. Choose another file.`)
      return
    }
    onUnread(null)
    onText(await file.text())
  }
  return (
    <Row>
      <input
        ref={picker}
        type="file"
        accept=".json,.txt"
        hidden
        onChange={({ target }) => {
          void read(target.files?.[0])
          target.value = ''
        }}
      />
      <Button onClick={() => picker.current?.click()}>Choose a file…</Button>
    </Row>
  )
}

function Imported(props: {
  readonly result: ImportedConnections
  readonly onClose: () => void
}): ReactNode {
  const { added, merged, problems } = props.result
  const done = useRef<HTMLButtonElement>(null)
  return (
    <Dialog title="Import connections" onClose={props.onClose} initialFocus={done}>
      <Callout
        tone={problems.length > 0 ? 'warning' : 'success'}
        role="status"
        title={describeImport(added.length, merged.length)}
      />
      <ProblemList problems={problems} />
      <Row>
        <Button variant="primary" ref={done} onClick={props.onClose}>
          Done
        </Button>
      </Row>
    </Dialog>
  )
}

export function describeImport(added: number, merged: number): string {
  const first =
    added === 0
      ? 'No connection was new.'
      : `${added} ${added === 1 ? 'connection' : 'connections'} added.`
  if (merged === 0) return first
  return `${first} ${merged} ${merged === 1 ? 'was' : 'were'} here already.`
}
