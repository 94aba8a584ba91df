/** A pod came back with another address: the connection and its ssh config entry follow, in one step. */

import { type ReactNode, useRef, useState } from 'react'
import { addressOf } from '../../../commands/target.ts'
import type { SavedConnection, Target } from '../../../contract.ts'
import { useAction } from '../../../hooks/use-action.ts'
import { ConfigPlanView } from '../../../repairs/config-change-dialog.tsx'
import { useConfigChange } from '../../../repairs/use-config-change.ts'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { entryParams, useConfigEntry } from '../use-config-entry.ts'
import { useConnectionChange, useRefreshConnections } from '../use-connections.ts'
import { PastedCommandBox, usePastedCommand } from './pasted-command.tsx'

interface AddressDialogProps {
  readonly connection: SavedConnection
  readonly onClose: () => void
}

export function AddressDialog(props: AddressDialogProps): ReactNode {
  const { connection, onClose } = props
  const [text, setText] = useState('')
  const box = useRef<HTMLTextAreaElement>(null)
  const command = usePastedCommand(text)
  const course = useNewAddress(props, command.target)
  return (
    <FormDialog
      title={`New address of ${connection.name}`}
      description={`Now it is ${addressOf(connection.target)}. A pod gets a new port whenever it is started again, and sometimes a new address.`}
      action={course.action}
      size="wide"
      working={course.working}
      failure={course.failure}
      failureTitle={course.failureTitle}
      disabled={command.target === null || course.planning}
      onSubmit={() => void course.go(text)}
      onStop={course.stop}
      onClose={onClose}
      initialFocus={box}
    >
      <PastedCommandBox command={command} text={text} onText={setText} boxRef={box} />
      {course.plan && course.plan.files.length > 0 && (
        <>
          <p>The short name in the ssh config follows. This is all that will change there:</p>
          <ConfigPlanView plan={course.plan} />
        </>
      )}
    </FormDialog>
  )
}

function useNewAddress({ connection, onClose }: AddressDialogProps, target: Target | null) {
  const entry = useConfigEntry(connection)
  const host = 'host' in entry ? entry.host : null
  const config = useConfigChange(
    host === null || target === null
      ? null
      : {
          kind: 'upsert',
          params: entryParams(
            { ...connection, target },
            host.alias,
            host.managed ? 'managed' : 'in-place',
          ),
        },
  )
  const saving = useAction('connections.save')
  const refresh = useRefreshConnections()
  const [saved, setSaved] = useState(false)
  const tell = useTold(connection)
  const wanted = host !== null && target !== null
  const go = async (command: string) => {
    if (config.outdated) {
      config.look()
      return
    }
    if ((await saving.start({ id: connection.id, command })) === null) return
    setSaved(true)
    await refresh()
    if (wanted && (await config.apply()) === null) return
    if (!wanted) tell()
    onClose()
  }
  return {
    plan: config.plan,
    planning: wanted && config.plan === null && config.failure === null,
    action: config.outdated ? 'Look again' : 'Use this address',
    working: saving.busy || config.busy ? 'Saving…' : null,
    failure: saving.failed?.message ?? config.failure,
    failureTitle: saved
      ? 'The address is saved, but the ssh config was not changed'
      : 'The address was not changed',
    stop: () => {
      saving.cancel()
      config.stop()
    },
    go,
  }
}

/** Where a config was written, its own toast has the Undo. */
function useTold(connection: SavedConnection): () => void {
  const toast = useToast()
  const save = useConnectionChange('connections.save')
  const { id, target, name } = connection
  return () =>
    toast('Address changed', name, {
      label: 'Undo',
      onAction: () => void save({ id, target }),
    })
}
