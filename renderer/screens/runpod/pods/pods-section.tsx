/** The pods of the account: read by themselves as often as makes sense, and only while they are seen. */

import type { ReactNode } from 'react'
import { LinkButton } from '../../../ui/link-button.tsx'
import { ProblemList } from '../../../ui/problem-list.tsx'
import { Card, Row } from '../../../ui/screen.tsx'
import { AccountAnswer, LastRead, NeedsApiKey, WithApiKey } from '../account-answer.tsx'
import { hrefOfSection } from '../places.ts'
import { usePods } from '../use-runpod.ts'
import { PodsView } from './pods-view.tsx'

export function PodsSection(props: { readonly podId: string | null }): ReactNode {
  return (
    <WithApiKey
      otherwise={
        <NeedsApiKey
          what="Pods"
          without={
            <>
              Without one, copy the SSH command from the pod’s <strong>Connect</strong> tab, and add
              it on <a href="#/connections">Connections</a>.
            </>
          }
        />
      }
    >
      <Pods {...props} />
    </WithApiKey>
  )
}

function Pods(props: { readonly podId: string | null }): ReactNode {
  const query = usePods()
  return (
    <AccountAnswer query={query}>
      {({ pods, at, problems = [] }) => (
        <>
          <LastRead at={at} query={query} follows />
          <ProblemList problems={problems} />
          {pods.length === 0 ? <NoPods /> : <PodsView pods={pods} podId={props.podId} />}
        </>
      )}
    </AccountAnswer>
  )
}

function NoPods(): ReactNode {
  return (
    <Card tone="quiet" title="No pod yet">
      <p>
        Your account has no pod. Rent one on RunPod’s website, with{' '}
        <strong>SSH Terminal Access</strong> ticked, and it appears here by itself. Your key should
        be on RunPod before that: <a href={hrefOfSection('account')}>look at the account’s keys</a>.
      </p>
      <Row>
        <LinkButton link="runpod-pods">Open RunPod’s pods</LinkButton>
      </Row>
    </Card>
  )
}
