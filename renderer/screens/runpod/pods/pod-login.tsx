/** The ways into a pod: which one, with which key; test it, keep it, give it a short name. */

import { type ReactNode, useState } from 'react'
import type { RunpodPod, SavedConnection } from '../../../contract.ts'
import { useApiQuery } from '../../../hooks/use-api.ts'
import { returnFocus } from '../../../repairs/return-focus.ts'
import { hrefOf } from '../../../shell/navigation.ts'
import { Button } from '../../../ui/button.tsx'
import { CodeCard } from '../../../ui/code-card.tsx'
import { Card, Row } from '../../../ui/screen.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { withKeyInUse } from '../../connections/command-params.ts'
import { ConfigCard } from '../../connections/config-card.tsx'
import { PodTest } from './pod-test.tsx'
import { accessOf, bestAccess } from './pod-words.ts'
import styles from './pods.module.css'
import { useSavePod } from './use-save-pod.ts'

type Access = 'direct' | 'proxy'

const LABELS: Readonly<Record<Access, string>> = {
  direct: 'SSH over exposed TCP',
  proxy: 'RunPod’s proxy',
}

const WORDS: Readonly<Record<Access, string>> = {
  direct: 'Straight to the pod: a terminal, file copying, VS Code and Cursor.',
  proxy: 'Through RunPod’s proxy: a terminal, and no file copying or editors.',
}

export function PodLogin({ pod }: { readonly pod: RunpodPod }): ReactNode {
  const [chosen, setChosen] = useState<Access | null>(null)
  /** Of the test, until the pod is saved with it; null: the best one of the ssh folder. */
  const [keyId, setKeyId] = useState<string | null>(null)
  const best = bestAccess(pod)
  // A way that is gone, because the pod was stopped, is not kept.
  const access = chosen !== null && accessOf(pod, chosen) !== null ? chosen : best
  const connections = useApiQuery('connections.list', {}).data ?? []
  const keys = useApiQuery('keys.list', {}).data ?? []
  if (access === null) return <NoAccess pod={pod} />
  const shown = accessOf(pod, access)
  if (shown === null) return null
  const saved = savedOf(pod, access, connections)
  const moved = pod.saved.some((one) => one.connectionId === saved?.id && one.moved !== null)
  const ways = (['direct', 'proxy'] as const).filter((way) => accessOf(pod, way) !== null)
  return (
    <>
      <Card level={3} title="Log in">
        {ways.length > 1 && (
          <Segmented<Access>
            legend="Which way"
            value={access}
            options={ways.map((value) => ({ value, label: LABELS[value] }))}
            onValue={setChosen}
          />
        )}
        <p>{WORDS[access]}</p>
        <CodeCard what={`Command for ${LABELS[access]}`} text={shown.command} />
        <Keep pod={pod} access={access} keyId={keyId} saved={saved} />
      </Card>
      {/* What is saved of a pod that moved leads nowhere: the test goes to where it is now. */}
      <PodTest
        key={access}
        target={shown.target}
        saved={moved ? null : saved}
        keyId={saved === null ? keyId : saved.keyId}
        onKeyId={setKeyId}
      />
      {saved !== null && !moved && <ConfigCard connection={withKeyInUse(saved, keys)} />}
    </>
  )
}

function NoAccess({ pod }: { readonly pod: RunpodPod }): ReactNode {
  const { status, waitingFor } = pod
  // While it starts, the notice above says it.
  if (waitingFor !== null || status === 'PROVISIONING' || status === 'STARTING') return null
  return (
    <Card level={3} title="Log in">
      <p>
        {status === 'EXITED'
          ? 'The pod is stopped, so there is no way in. Start it on RunPod’s website; it then gets a new port, and appears here with it.'
          : 'RunPod names no way into this pod.'}
      </p>
    </Card>
  )
}

/** The saved connection for this way into the pod. */
function savedOf(
  pod: RunpodPod,
  access: Access,
  connections: readonly SavedConnection[],
): SavedConnection | null {
  const ids = pod.saved.map(({ connectionId }) => connectionId)
  const proxy = access === 'proxy'
  return (
    connections.find(
      ({ id, target }) => ids.includes(id) && (target.kind === 'runpod-proxy') === proxy,
    ) ?? null
  )
}

function Keep(props: {
  readonly pod: RunpodPod
  readonly access: Access
  readonly keyId: string | null
  readonly saved: SavedConnection | null
}): ReactNode {
  const { pod, access, keyId, saved } = props
  const { save, busy } = useSavePod()
  const toast = useToast()
  if (saved !== null) {
    return (
      <p>
        Saved as <a href={hrefOf('connections', saved.id)}>{saved.name}</a>, with its commands for
        your terminal.
      </p>
    )
  }
  const keep = async () => {
    const pressed = document.activeElement
    const made = await save({ podId: pod.id, access, keyId })
    if (made === null) return
    returnFocus(pressed)
    toast('Saved as a connection', made.name)
  }
  return (
    <Row>
      <Button busy={busy} onClick={() => void keep()}>
        Save as a connection
      </Button>
      <span className={styles.soft}>It then gets a short name for ssh, and follows the pod.</span>
    </Row>
  )
}
