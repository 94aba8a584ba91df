/** The proxy gives a terminal only; this says how to get the rest. */

import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Row } from '../../ui/screen.tsx'
import styles from './connection-detail.module.css'

export function FullSshNotice(props: { readonly onNewAddress: () => void }): ReactNode {
  return (
    <Callout tone="warning" title="This cannot work through RunPod’s proxy">
      <p>
        The proxy is a relay that gives a terminal and nothing else: no file copying, no VS Code, no
        ports. The pod itself can do all of it over “SSH over exposed TCP”:
      </p>
      <ol className={styles.steps}>
        <li>
          On RunPod, open the pod’s <strong>Connect</strong> tab and look for{' '}
          <strong>SSH over exposed TCP</strong>. Official RunPod templates have it.
        </li>
        <li>
          If it is not there, edit the pod and add <code>22</code> to its TCP ports. That restarts
          the pod: what is outside <code>/workspace</code> is lost, so copy it there first.
        </li>
        <li>Copy that command, and paste it here as the new address.</li>
      </ol>
      <Row>
        <Button onClick={props.onNewAddress}>Paste the new command…</Button>
        <LinkButton link="runpod-pods">Open your pods</LinkButton>
      </Row>
    </Callout>
  )
}
