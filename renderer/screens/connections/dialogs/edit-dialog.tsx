/** The name and notes of a connection. */

import { type ReactNode, useRef, useState } from 'react'
import type { SavedConnection } from '../../../contract.ts'
import { useAction } from '../../../hooks/use-action.ts'
import { TextArea, TextField } from '../../../ui/field.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useRefreshConnections } from '../use-connections.ts'

export function EditDialog(props: {
  readonly connection: SavedConnection
  readonly onClose: () => void
}): ReactNode {
  const { connection, onClose } = props
  const [name, setName] = useState(connection.name)
  const [notes, setNotes] = useState(connection.notes)
  const field = useRef<HTMLInputElement>(null)
  const action = useAction('connections.save')
  const refresh = useRefreshConnections()
  const empty = name.trim() === ''
  const save = async () => {
    if (empty) return
    if ((await action.start({ id: connection.id, name: name.trim(), notes })) === null) return
    await refresh()
    onClose()
  }
  return (
    <FormDialog
      title="Name and notes"
      action="Save"
      working={action.busy ? 'Saving…' : null}
      failure={action.failed?.message ?? null}
      failureTitle="Nothing was changed"
      onSubmit={() => void save()}
      onClose={onClose}
      initialFocus={field}
    >
      <TextField
        label="Name"
        value={name}
        onValue={setName}
        error={empty ? 'Type a name.' : null}
        inputRef={field}
      />
      <TextArea
        label="Notes"
        hint="For yourself: what runs there, until when you need it. No passwords; notes are kept as plain text."
        value={notes}
        onValue={setNotes}
        rows={4}
      />
    </FormDialog>
  )
}
