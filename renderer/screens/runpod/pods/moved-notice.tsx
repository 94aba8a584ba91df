/** A saved connection that leads to where its pod was: one press brings it to where the pod is. */

import type { ReactNode } from 'react'
import { addressOf } from '../../../commands/target.ts'
import type { PodConnection } from '../../../contract.ts'
import { useApiQuery } from '../../../hooks/use-api.ts'
import { returnFocus } from '../../../repairs/return-focus.ts'
import { Button } from '../../../ui/button.tsx'
import { Callout } from '../../../ui/callout.tsx'
import { isolated } from '../../../ui/isolated.ts'
import { useToast } from '../../../ui/toast.tsx'
import { usePodsAside } from '../use-runpod.ts'
import { useSavePod } from './use-save-pod.ts'

export function MovedNotice(props: {
  readonly podId: string
  readonly saved: PodConnection
  readonly moved: NonNullable<PodConnection['moved']>
}): ReactNode {
  const { podId, saved, moved } = props
  const { save, busy } = useSavePod()
  const toast = useToast()
  const update = async () => {
    const pressed = document.activeElement
    const access = moved.to.kind === 'runpod-proxy' ? 'proxy' : 'direct'
    if ((await save({ podId, access })) === null) return
    returnFocus(pressed)
    toast('Address updated', `${saved.name} now leads to ${addressOf(moved.to)}.`)
  }
  return (
    <Callout tone="warning" title={`${saved.name} has a new address`} role="status">
      <p>
        {isolated(`Saved is ${addressOf(moved.from)}; the pod is now at ${addressOf(moved.to)}.`)}
        <Entry alias={saved.alias} />
      </p>
      <Button
        variant="primary"
        busy={busy}
        aria-label={`Update ${saved.name}`}
        onClick={() => void update()}
      >
        Update
      </Button>
    </Callout>
  )
}

/** What becomes of its entry in the ssh config: only one that Keypilot wrote moves with it. */
function Entry({ alias }: { readonly alias: string | null }): ReactNode {
  const { data } = useApiQuery('sshConfig.read', {}, { enabled: alias !== null })
  const host = data?.hosts.find((one) => one.alias === alias)
  if (host === undefined) return null
  return isolated(
    host.managed
      ? ` Its entry “${host.alias}” in the ssh config follows.`
      : ` Its entry “${host.alias}” in the ssh config is your own and stays; the connection’s page shows what to change.`,
  )
}

/** For the Connections screen: every saved pod that has moved. Nothing without an API key. */
export function MovedConnections(props: {
  /** Whether any saved connection is of a pod: without one, RunPod is not asked. */
  readonly anyPod: boolean
}): ReactNode {
  const pods = usePodsAside(props.anyPod).data?.pods ?? []
  return pods.flatMap(({ id, saved }) =>
    saved.map(
      (one) =>
        one.moved !== null && (
          <MovedNotice key={one.connectionId} podId={id} saved={one} moved={one.moved} />
        ),
    ),
  )
}
