/** Forgets a connection, with a way back. */

import type { ReactNode } from 'react'
import type { SavedConnection } from '../../contract.ts'
import { useAction } from '../../hooks/use-action.ts'
import { goTo } from '../../shell/navigation.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { isolated } from '../../ui/isolated.ts'
import { Card, Row } from '../../ui/screen.tsx'
import { useToast } from '../../ui/toast.tsx'
import { useConnectionChange, useRefreshConnections } from './use-connections.ts'

export function RemoveCard({ connection }: { readonly connection: SavedConnection }): ReactNode {
  const removal = useAction('connections.remove')
  const restore = useConnectionChange('connections.restore')
  const refresh = useRefreshConnections()
  const toast = useToast()
  // The host asks first.
  const remove = async () => {
    const done = await removal.start({ id: connection.id })
    if (done === null) return
    goTo('connections')
    await refresh()
    toast('Connection forgotten', done.removed.name, {
      label: 'Undo',
      onAction: async () => {
        if ((await restore({ id: connection.id })) !== null) goTo('connections', connection.id)
      },
    })
  }
  return (
    <Card level={3} tone="danger" title="Forget this connection">
      <p>
        It leaves this list. Your keys, the ssh config and the pod itself stay as they are; the pod
        goes on running, and costing money, until you stop it on RunPod.
      </p>
      <Row>
        <Button variant="danger" busy={removal.busy} onClick={() => void remove()}>
          Forget…
        </Button>
      </Row>
      {removal.failed && (
        <Callout tone="danger" title="The connection was not forgotten" role="alert">
          <p>{isolated(removal.failed.message)}</p>
        </Callout>
      )}
    </Card>
  )
}
