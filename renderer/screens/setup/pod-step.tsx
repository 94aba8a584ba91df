/** Step 3: what a pod needs. Its tick comes from the answer of a server, asked for in step 4. */

import { ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Row } from '../../ui/screen.tsx'
import { AccessTable } from '../runpod/access-table.tsx'
import { PodGuide } from '../runpod/pod-guide.tsx'
import type { StepBodyProps } from './setup-screen.tsx'

export function PodStep(props: StepBodyProps): ReactNode {
  return (
    <>
      <PodGuide />
      <AccessTable />
      <p>
        Is the pod’s status <strong>Running</strong>? Then take its SSH command to the next step.
        This step gets its tick as soon as a server answers there.
      </p>
      <Row>
        <Button variant="primary" icon={ArrowRight} onClick={() => props.goTo('command')}>
          Go to the command
        </Button>
      </Row>
    </>
  )
}
