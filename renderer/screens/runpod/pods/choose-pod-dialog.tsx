/** A pod of the account in place of a pasted command. */

import { type ReactNode, useState } from 'react'
import type { RunpodPod } from '../../../contract.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { SearchField } from '../../../ui/field.tsx'
import { Row } from '../../../ui/screen.tsx'
import { StatusIcon } from '../../../ui/status-icon.tsx'
import { AccountAnswer, LastRead } from '../account-answer.tsx'
import { usePods } from '../use-runpod.ts'
import { showPods } from './pod-list-model.ts'
import { podName, stateOf } from './pod-words.ts'
import styles from './pods.module.css'

/** So many are drawn; a search finds the others. */
const SHOWN = 30
const FEW = 6

export function ChoosePodDialog(props: {
  /** Is given the command that RunPod names for the pod. */
  readonly onCommand: (command: string) => void
  readonly onClose: () => void
}): ReactNode {
  const query = usePods()
  return (
    <Dialog
      title="Choose a pod"
      description="Exposed TCP can do everything; the proxy gives a terminal only."
      onClose={props.onClose}
    >
      <AccountAnswer query={query}>
        {({ pods, at }) => (
          <>
            {pods.length === 0 ? (
              <p>Your account has no pod yet. Rent one on RunPod, and it appears here by itself.</p>
            ) : (
              <Pods pods={pods} onCommand={props.onCommand} />
            )}
            <LastRead at={at} query={query} follows />
          </>
        )}
      </AccountAnswer>
    </Dialog>
  )
}

function Pods(props: {
  readonly pods: readonly RunpodPod[]
  readonly onCommand: (command: string) => void
}): ReactNode {
  const { pods, onCommand } = props
  const [search, setSearch] = useState('')
  const found = showPods(pods, { search, filter: 'all' })
  return (
    <>
      {pods.length > FEW && (
        <SearchField
          label="Search pods"
          placeholder="Name, GPU, address…"
          value={search}
          onValue={setSearch}
        />
      )}
      <ul className={styles.list} aria-label="Pods">
        {found.slice(0, SHOWN).map(({ pod }) => (
          <Entry key={pod.id} pod={pod} onCommand={onCommand} />
        ))}
      </ul>
      {found.length === 0 && <p>No pod fits. Try fewer words.</p>}
      {found.length > SHOWN && (
        <p className={styles.soft}>{`${found.length - SHOWN} more. Search for them.`}</p>
      )}
    </>
  )
}

function Entry(props: {
  readonly pod: RunpodPod
  readonly onCommand: (command: string) => void
}): ReactNode {
  const { pod, onCommand } = props
  const { direct, proxy } = pod
  const { status, words } = stateOf(pod)
  const name = podName(pod)
  return (
    <li className={styles.entry}>
      <div className={styles.words}>
        <strong>{name}</strong>
        <span className={styles.soft}>{pod.hardware}</span>
        <span className={styles.status}>
          <StatusIcon status={status} />
          <span>{words}</span>
        </span>
      </div>
      <Row>
        {direct && (
          <Button
            size="small"
            variant="primary"
            aria-label={`Exposed TCP of ${name}`}
            onClick={() => onCommand(direct.command)}
          >
            Exposed TCP
          </Button>
        )}
        {proxy && (
          <Button
            size="small"
            aria-label={`Proxy of ${name}`}
            onClick={() => onCommand(proxy.command)}
          >
            Proxy
          </Button>
        )}
        {!direct && !proxy && (
          <span className={styles.soft}>
            {pod.status === 'EXITED' ? 'Start it on RunPod first' : 'No way in yet'}
          </span>
        )}
      </Row>
    </li>
  )
}
