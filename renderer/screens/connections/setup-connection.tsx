/** The connection that Setup made, to be kept here with one click. */

import type { ReactNode } from 'react'
import { addressOf } from '../../commands/target.ts'
import type { SaveConnectionParams, Target } from '../../contract.ts'
import { goTo } from '../../shell/navigation.ts'
import { Button } from '../../ui/button.tsx'
import { Card, Row } from '../../ui/screen.tsx'
import { useSetup } from '../setup/use-setup.ts'
import { useConnectionChange } from './use-connections.ts'

export interface SetupConnection {
  readonly target: Target
  readonly params: SaveConnectionParams
}

/** Null while Setup has no address yet. */
export function useSetupConnection(): SetupConnection | null {
  const query = useSetup()
  if (query.status !== 'ready' || query.setup.target === null) return null
  const { target, key } = query.setup
  return { target, params: { target, keyId: key?.id ?? null } }
}

export function KeepFromSetup(): ReactNode {
  const found = useSetupConnection()
  const save = useConnectionChange('connections.save')
  if (found === null) return null
  const keep = async () => {
    const saved = await save(found.params)
    if (saved !== null) goTo('connections', saved.id)
  }
  return (
    <Card title="Your pod from Setup">
      <p>
        In Setup you entered <strong>{addressOf(found.target)}</strong>. Keep it here to test it
        with one click and to find its commands again.
      </p>
      <Row>
        <Button variant="primary" onClick={() => void keep()}>
          Keep this connection
        </Button>
      </Row>
    </Card>
  )
}
