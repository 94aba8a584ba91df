/** What RunPod's two kinds of access are, and what a pod needs for them: useful without an API key. */

import type { ReactNode } from 'react'
import { LinkButton } from '../../../ui/link-button.tsx'
import { Card, Row } from '../../../ui/screen.tsx'
import { AccessTable } from '../access-table.tsx'
import { PodGuide } from '../pod-guide.tsx'

export function GuideSection(): ReactNode {
  return (
    <>
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
      <Card tone="quiet" title="What Keypilot sends to RunPod">
        <p>
          Without an API key, nothing but the connections you test: your keys reach RunPod when you
          paste them on its settings page, and your pods’ addresses reach Keypilot when you paste
          their commands.
        </p>
        <p>
          With an API key, Keypilot asks RunPod for your keys, pods and workers while this screen is
          open, and sends your public keys when you have seen the change and said yes. Private keys
          are never sent.
        </p>
      </Card>
    </>
  )
}
