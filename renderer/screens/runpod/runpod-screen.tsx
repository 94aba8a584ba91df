/** What RunPod's two kinds of access are, and what a pod needs for them. */

import type { ReactNode } from 'react'
import { LinkButton } from '../../ui/link-button.tsx'
import { Card, Row, Screen } from '../../ui/screen.tsx'
import { AccessTable } from './access-table.tsx'
import { PodGuide } from './pod-guide.tsx'

export function RunpodScreen(): ReactNode {
  return (
    <Screen title="RunPod" lead="How a pod can be reached, and what it needs for that.">
      <Card title="Two ways in">
        <p>
          The proxy works for every pod, but only as a terminal. SSH over exposed TCP does
          everything; for that, the pod must expose TCP port 22, where SSH listens, and run an SSH
          server.
        </p>
        <AccessTable />
      </Card>
      <Card title="What your pod needs">
        <PodGuide />
      </Card>
      <Card title="Pages on RunPod">
        <Row>
          <LinkButton link="runpod-settings">Settings and keys</LinkButton>
          <LinkButton link="runpod-pods">Pods</LinkButton>
          <LinkButton link="runpod-serverless">Serverless</LinkButton>
          <LinkButton link="runpod-ssh-docs">Guide to SSH</LinkButton>
        </Row>
      </Card>
      <Card tone="quiet" title="What will be here">
        <p>
          With an API key of yours, Keypilot could list your pods and put keys on your account
          itself. That is planned; today Keypilot sends nothing to RunPod except the connections you
          test.
        </p>
      </Card>
    </Screen>
  )
}
