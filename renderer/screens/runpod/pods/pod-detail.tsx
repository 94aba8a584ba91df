/** The page of one pod: how it is, how to get in, and what to do with it. */

import { type ReactNode, useRef } from 'react'
import type { RunpodPod } from '../../../contract.ts'
import { useNow } from '../../../hooks/use-now.ts'
import { Callout } from '../../../ui/callout.tsx'
import detail from '../../../ui/list/detail.module.css'
import { BackToList } from '../../../ui/list/list-detail.tsx'
import { useDetailStart } from '../../../ui/list/use-detail-start.ts'
import { ProblemList } from '../../../ui/problem-list.tsx'
import { Card, Facts } from '../../../ui/screen.tsx'
import { StatusIcon } from '../../../ui/status-icon.tsx'
import { formatAgo } from '../../../ui/time.ts'
import { hrefOfSection } from '../places.ts'
import { MovedNotice } from './moved-notice.tsx'
import { PodLogin } from './pod-login.tsx'
import { describeCost, podName, stateOf } from './pod-words.ts'
import styles from './pods.module.css'

export function PodDetail(props: {
  readonly pod: RunpodPod
  /** It takes the list's place, so there is a way back, and its heading gets the focus. */
  readonly alone: boolean
}): ReactNode {
  const { pod, alone } = props
  const heading = useRef<HTMLHeadingElement>(null)
  useDetailStart(heading, alone)
  const { status, words } = stateOf(pod)
  return (
    <section className={detail.detail} aria-labelledby="pod-name">
      {alone && <BackToList href={hrefOfSection('pods')}>All pods</BackToList>}
      <header className={detail.header}>
        <h2 id="pod-name" ref={heading} tabIndex={-1} className={detail.name}>
          {podName(pod)}
        </h2>
        <p className={styles.state}>
          <StatusIcon status={status} />
          <span>{words}</span>
        </p>
      </header>
      {pod.saved.map(
        (saved) =>
          saved.moved !== null && (
            <MovedNotice
              key={saved.connectionId}
              podId={pod.id}
              saved={saved}
              moved={saved.moved}
            />
          ),
      )}
      <Waiting pod={pod} />
      {pod.problems.length > 0 && (
        <Card level={3} title="What to know about this pod">
          <ProblemList problems={pod.problems} />
        </Card>
      )}
      <PodLogin pod={pod} />
      <AboutPod pod={pod} />
    </section>
  )
}

/** Why a pod that RunPod calls running cannot be reached yet. */
function Waiting({ pod }: { readonly pod: RunpodPod }): ReactNode {
  if (pod.waitingFor === null) return null
  if (pod.waitingFor === 'machine') {
    return (
      <Callout tone="info" title="RunPod is looking for a machine">
        <p>
          Until it has one, there is no way in. Keypilot looks again by itself; this page changes
          when the pod is there.
        </p>
      </Callout>
    )
  }
  return (
    <Callout tone="info" title="The pod runs, but its public port is not there yet">
      <p>
        RunPod calls a pod running before its port is open to the internet. One or two minutes are
        usual. Keypilot looks again by itself; this page changes when the port is there.
      </p>
      {pod.proxy !== null && (
        <p>The proxy may work already: it gives a terminal, but copies no files.</p>
      )}
    </Callout>
  )
}

function AboutPod({ pod }: { readonly pod: RunpodPod }): ReactNode {
  const now = useNow()
  const facts: (readonly [string, ReactNode])[] = [['Pod', pod.id]]
  const add = (label: string, value: string | null) => {
    if (value !== null) facts.push([label, value])
  }
  add('Hardware', pod.hardware)
  add('Image', pod.image)
  add('Data center', pod.dataCenter)
  add('Cost', describeCost(pod.cost))
  add('Made', pod.createdAt && formatAgo(pod.createdAt, now))
  add('Started', pod.startedAt && formatAgo(pod.startedAt, now))
  add('Made with', describeKeys(pod))
  return (
    <Card level={3} title="About it">
      <Facts facts={facts} />
    </Card>
  )
}

function describeKeys({ createdWith }: RunpodPod): string | null {
  if (createdWith === null) return null
  if (createdWith.length === 0) return 'no key'
  const words = createdWith.map(({ keyName, comment, fingerprint }) =>
    keyName === null ? comment || fingerprint || 'a line that is not a key' : `your key ${keyName}`,
  )
  return words.join(', ')
}
