/** No API key yet: what one gives, where it is made, and the field for it. */

import type { ReactNode } from 'react'
import type { RunpodStatus } from '../../../contract.ts'
import { Button } from '../../../ui/button.tsx'
import { LinkButton } from '../../../ui/link-button.tsx'
import { ProblemList } from '../../../ui/problem-list.tsx'
import { Card, Row } from '../../../ui/screen.tsx'
import styles from './account.module.css'
import { ApiKeyForm } from './api-key-form.tsx'
import { useGiveApiKey } from './give-api-key.tsx'

export function ConnectCard(props: { readonly status: RunpodStatus }): ReactNode {
  return (
    <Card title="Connect your RunPod account">
      <ProblemList problems={props.status.problems ?? []} />
      <p>
        An API key is a password for programs. With one of your account, Keypilot does what you
        would copy by hand:
      </p>
      <ul className={styles.gains}>
        <li>put a public key on RunPod, repair or remove one, and show every change first</li>
        <li>list your pods and workers, with the right command for each</li>
        <li>notice when a pod has a new address, and keep your connections right</li>
      </ul>
      <ol className={styles.steps}>
        <li>
          <span>
            In RunPod’s settings, open <strong>API Keys</strong> and make a new one.{' '}
            <strong>Read Only</strong> is enough to look; to publish keys it needs{' '}
            <strong>Read/Write</strong>.
          </span>
          <LinkButton link="runpod-settings">Open RunPod settings</LinkButton>
        </li>
        <li>
          <span>RunPod shows it once. Copy it, and paste it here:</span>
          <ApiKeyForm storage={props.status.storage} />
        </li>
      </ol>
      <Offers {...props} />
    </Card>
  )
}

/** A key that another program has: named by its file, and read only when asked for. */
function Offers(props: { readonly status: RunpodStatus }): ReactNode {
  const { offers } = props.status
  const use = useGiveApiKey()
  return offers.map(({ from, path }) => (
    <div key={path} className={styles.offer}>
      <p>
        RunPod’s own program, runpodctl, has an API key in <code>{path}</code>. Keypilot reads that
        file when you press the button, and not before.
      </p>
      <Row>
        <Button busy={use.busy} onClick={() => void use.give({ from })}>
          Use runpodctl’s key
        </Button>
      </Row>
      {use.failure}
    </div>
  ))
}
