/** Puts one key into the ssh-agent, from wherever a fix leads to it. */

import type { ReactNode } from 'react'
import { messageOf } from '../bridge/index.ts'
import { useApiQuery } from '../hooks/use-api.ts'
import { AgentAddDialog } from '../screens/keys/dialogs/agent-dialogs.tsx'
import { Callout } from '../ui/callout.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Loading } from '../ui/query-state.tsx'

export function AgentRepair(props: {
  readonly keyId: string
  readonly onClose: () => void
}): ReactNode {
  const { keyId, onClose } = props
  const keys = useApiQuery('keys.list', {})
  const keyPair = keys.data?.find(({ id }) => id === keyId)
  if (keyPair !== undefined) return <AgentAddDialog keyPair={keyPair} onClose={onClose} />
  return (
    <Dialog title="Add a key to the ssh-agent" onClose={onClose}>
      {keys.isPending ? (
        <Loading />
      ) : (
        <Callout tone="danger" title="The key is not here" role="alert">
          <p>
            {keys.error
              ? messageOf(keys.error)
              : 'It is no longer among your keys. Choose another one.'}
          </p>
        </Callout>
      )}
    </Dialog>
  )
}
