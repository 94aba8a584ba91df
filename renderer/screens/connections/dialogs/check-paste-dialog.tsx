/** Looks at what stands in RunPod's field, for the key of a connection. */

import type { ReactNode } from 'react'
import type { AskFor, SavedConnection } from '../../../contract.ts'
import { useApiQuery } from '../../../hooks/use-api.ts'
import { CodeCard } from '../../../ui/code-card.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { LinkButton } from '../../../ui/link-button.tsx'
import { Failure, Loading } from '../../../ui/query-state.tsx'
import { Row } from '../../../ui/screen.tsx'
import { PasteBack } from '../../setup/paste-back.tsx'
import { bestKey } from '../../setup/setup-model.ts'
import type { ConnectionDialog } from '../connections-dialogs.tsx'

export function CheckPasteDialog(props: {
  readonly connection: SavedConnection
  readonly onDialog: (dialog: ConnectionDialog) => void
  readonly onClose: () => void
}): ReactNode {
  const { connection, onDialog, onClose } = props
  const keys = useApiQuery('keys.list', {})
  // Without a choice the host takes the best one, as Setup does.
  const keyId = connection.keyId ?? (keys.data ? (bestKey(keys.data)?.id ?? null) : null)
  const line = useApiQuery(
    'keys.export',
    { id: keyId ?? '', format: 'openssh-public' },
    { enabled: keyId !== null },
  )
  const onAsk = (ask: AskFor) => {
    if (ask === 'generate-key') onDialog({ kind: 'new-key', connection })
    else onClose()
  }
  return (
    <Dialog
      title="Check what is on RunPod"
      description="The public key below must be in RunPod’s settings, complete and on a line of its own. A pod gets it when it starts. If yours runs already, deploy a new one, or add the line in its web terminal."
      onClose={onClose}
      size="wide"
    >
      {keyId === null && <p>There is no usable key on this computer yet. Make one first.</p>}
      {keyId !== null && line.isPending && <Loading />}
      {line.error && <Failure error={line.error} onRetry={() => void line.refetch()} />}
      {line.data && (
        <>
          <CodeCard what="Public key" text={line.data.text} copyLabel="Copy public key" />
          <Row>
            <LinkButton link="runpod-settings">Open RunPod settings</LinkButton>
          </Row>
          <PasteBack keyId={keyId} publicLine={line.data.text} onAsk={onAsk} />
        </>
      )}
    </Dialog>
  )
}
