/** Password login as a bridge: for a while, to get a key onto a pod that does not know it. */

import type { ReactNode } from 'react'
import type { KeyPair, SavedConnection } from '../../../contract.ts'
import { useApiQuery } from '../../../hooks/use-api.ts'
import { Failure, Loading } from '../../../ui/query-state.tsx'
import { Card } from '../../../ui/screen.tsx'
import { InstallStep } from './install-step.tsx'
import styles from './password-access.module.css'
import { PlaceStep } from './place-step.tsx'
import { Traces } from './traces.tsx'
import { TurnOnStep } from './turn-on-step.tsx'
import { usePasswordAccess } from './use-password-access.ts'

/** The card of the RunPod screen. */
export function PasswordAccess(): ReactNode {
  return (
    <Card title="Password access, the second choice">
      <Why />
      <PasswordAccessSteps connection={null} />
    </Card>
  )
}

export function Why(): ReactNode {
  return (
    <p>
      A key is better than a password: nobody can guess it, and nothing secret is ever sent. A
      password is useful once, to get your key onto a pod that was started without it. So this turns
      password login on, installs your key, proves that it works, and turns password login off
      again.
    </p>
  )
}

/** @param props.connection the one that it is about; null lets the person choose */
export function PasswordAccessSteps(props: {
  readonly connection: SavedConnection | null
}): ReactNode {
  const connections = useApiQuery('connections.list', {})
  const keys = useApiQuery('keys.list', {})
  const failed = [connections, keys].find(({ error }) => error !== null)
  if (failed?.error) {
    return <Failure error={failed.error} onRetry={() => void failed.refetch()} />
  }
  if (connections.data === undefined || keys.data === undefined) return <Loading />
  const direct = connections.data.filter(({ target }) => target.kind !== 'runpod-proxy')
  return <Steps connections={direct} keys={keys.data} fixed={props.connection} />
}

function Steps(props: {
  readonly connections: readonly SavedConnection[]
  readonly keys: readonly KeyPair[]
  readonly fixed: SavedConnection | null
}): ReactNode {
  const { connections, keys, fixed } = props
  const access = usePasswordAccess(connections, keys, fixed)
  const { place, preparation } = access
  return (
    <div className={styles.frame}>
      <TurnOnStep
        kind={access.kind}
        onKind={access.choose}
        prepared={access.prepared}
        busy={preparation.busy}
        failure={preparation.failed?.message ?? null}
        onPrepare={() => void access.prepare()}
      />
      <PlaceStep
        connections={connections}
        chosen={place.chosen}
        onChosen={place.setChosen}
        isFixed={fixed !== null}
        text={place.text}
        onText={place.setText}
        command={place.command}
        target={place.target}
        keys={keys}
        keyId={place.keyId}
        onKeyId={place.setKeyId}
        passphraseRef={access.passphrase}
      />
      <InstallStep
        kind={access.kind}
        install={access.install}
        turnsOff={access.turnsOff}
        onTurnsOff={access.setTurnsOff}
        passwordRef={access.password}
        missing={access.missing}
        onStart={() => void access.start()}
      />
      <Traces params={access.tracesParams} />
    </div>
  )
}
