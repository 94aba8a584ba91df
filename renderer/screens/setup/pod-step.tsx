/** Step 3: what a pod needs. Its tick comes from the answer of a server, asked for in step 4. */

import { ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Row } from '../../ui/screen.tsx'
import { AccessTable } from '../runpod/access-table.tsx'
import { PodGuide } from '../runpod/pod-guide.tsx'
import type { StepBodyProps } from './step-body.ts'

export function PodStep(props: StepBodyProps): ReactNode {
  return (
    <>
      <PodGuide />
      <p>
        RunPod shows up to two SSH commands for a pod. One goes through its proxy, a relay that
        works for every pod but gives a terminal only. The other,{' '}
        <strong>SSH over exposed TCP</strong>, goes straight to the pod and can do everything: use
        it where there is one.
      </p>
      <AccessTable />
      <p>
        Does RunPod show the pod as <strong>Running</strong>? Then open its <strong>Connect</strong>{' '}
        tab and take the SSH command to the next step. This step gets its tick as soon as the pod
        answers.
      </p>
      <Row>
        <Button variant="primary" icon={ArrowRight} onClick={() => props.goTo('command')}>
          Go to the command
        </Button>
      </Row>
    </>
  )
}
