/** Saved connections: a list, and everything about the chosen one beside it. */

import { Download, Plus, Upload } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useApiQuery } from '../../hooks/use-api.ts'
import { usePlaceItem } from '../../shell/navigation.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { isolated } from '../../ui/isolated.ts'
import { Failure, Loading } from '../../ui/query-state.tsx'
import { Card, Row, Screen } from '../../ui/screen.tsx'
import { MovedConnections } from '../runpod/pods/moved-notice.tsx'
import { type ConnectionDialog, ConnectionsDialogs } from './connections-dialogs.tsx'
import { ConnectionsView } from './connections-view.tsx'
import { KeepFromSetup } from './setup-connection.tsx'
import { useConnectionChanges } from './use-connections.ts'
import { useTestAll } from './use-test-all.ts'

export function ConnectionsScreen(): ReactNode {
  const connections = useApiQuery('connections.list', {})
  // Reading the list is what puts a damaged file aside.
  const problems = useApiQuery(
    'connections.problems',
    {},
    { enabled: connections.data !== undefined },
  )
  const keys = useApiQuery('keys.list', {})
  const place = usePlaceItem()
  const testAll = useTestAll()
  const [dialog, setDialog] = useState<ConnectionDialog | null>(null)
  useConnectionChanges()
  const some = connections.data !== undefined && connections.data.length > 0
  return (
    <Screen
      title="Connections"
      lead="The pods and servers you connect to: test them, and get the right command for each."
      wide
      action={some ? <Actions onDialog={setDialog} /> : undefined}
    >
      {problems.data?.map(({ title, detail }) => (
        <Callout key={detail} tone="warning" title={title} role="status">
          <p>{isolated(detail)}</p>
        </Callout>
      ))}
      {connections.isPending && <Loading />}
      {connections.error && (
        <Failure error={connections.error} onRetry={() => void connections.refetch()} />
      )}
      {connections.data && (
        <MovedConnections anyPod={connections.data.some(({ podId }) => podId !== null)} />
      )}
      {connections.data?.length === 0 && <NoConnections onDialog={setDialog} />}
      {connections.data && some && (
        <ConnectionsView
          connections={connections.data}
          keys={keys.data ?? []}
          place={place}
          testAll={testAll}
          onDialog={setDialog}
        />
      )}
      <ConnectionsDialogs
        dialog={dialog}
        keys={keys.data ?? []}
        onDialog={setDialog}
        onClose={() => setDialog(null)}
      />
    </Screen>
  )
}

function Actions(props: { readonly onDialog: (dialog: ConnectionDialog) => void }): ReactNode {
  const { onDialog } = props
  return (
    <Row>
      <Button variant="quiet" icon={Upload} onClick={() => onDialog({ kind: 'export' })}>
        Export
      </Button>
      <Button icon={Download} onClick={() => onDialog({ kind: 'import' })}>
        Import
      </Button>
      <Button variant="primary" icon={Plus} onClick={() => onDialog({ kind: 'add' })}>
        Add connection
      </Button>
    </Row>
  )
}

function NoConnections(props: {
  readonly onDialog: (dialog: ConnectionDialog) => void
}): ReactNode {
  const { onDialog } = props
  return (
    <>
      <KeepFromSetup />
      <Card tone="quiet" title="No connection yet">
        <p>
          Keep the pods you use here. Each gets its own test, the right command for your terminal,
          and a short name for ssh, VS Code and Cursor.
        </p>
        <p>
          Start with the command that RunPod shows on the pod’s <strong>Connect</strong> tab, or
          take servers from this computer’s ssh config, the file in which ssh looks up names.
        </p>
        <Row>
          <Button variant="primary" icon={Plus} onClick={() => onDialog({ kind: 'add' })}>
            Add your first connection
          </Button>
          <Button icon={Download} onClick={() => onDialog({ kind: 'import' })}>
            Import
          </Button>
        </Row>
      </Card>
    </>
  )
}
