/** Step 2: put the public key on RunPod, and check what stands there by pasting it back. */

import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import type { KeyPair } from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { CodeCard } from '../../ui/code-card.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Failure, Loading } from '../../ui/query-state.tsx'
import { Row } from '../../ui/screen.tsx'
import { useHasApiKey } from '../runpod/use-runpod.ts'
import { STEP_OF_ASK } from './fix-steps.ts'
import { PasteBack } from './paste-back.tsx'
import { rememberReport } from './paste-model.ts'
import { PublishForMe } from './publish-for-me.tsx'
import styles from './publish-step.module.css'
import type { StepBodyProps } from './step-body.ts'

export function PublishStep(props: StepBodyProps): ReactNode {
  const { setup, goTo } = props
  if (setup.key === null) {
    return (
      <Row>
        <Button variant="primary" icon={ArrowLeft} onClick={() => goTo('key')}>
          Choose a key first
        </Button>
      </Row>
    )
  }
  return <Publish {...props} keyPair={setup.key} key={setup.key.id} />
}

function Publish(props: StepBodyProps & { readonly keyPair: KeyPair }): ReactNode {
  const { keyPair, setup, goTo } = props
  const canPublish = useHasApiKey()
  const line = useApiQuery('keys.export', { id: keyPair.id, format: 'openssh-public' })
  if (line.error) return <Failure error={line.error} onRetry={() => void line.refetch()} />
  if (line.data === undefined) return <Loading />
  const text = line.data.text.trim()
  return (
    <>
      {canPublish && <PublishForMe keyPair={keyPair} setup={setup} />}
      <CodeCard
        what={`Public key of ${keyPair.name}`}
        text={text}
        copyLabel="Copy public key"
        copyVariant={canPublish ? 'secondary' : 'primary'}
      />
      <ol className={styles.how}>
        <li>
          Copy the line above. It is safe to share: the private key stays in its own file on this
          computer.
        </li>
        <li>
          <span>
            In RunPod’s settings, find <strong>SSH Public Keys</strong>. Paste the line below
            anything that is already there, on a line of its own, and save.
          </span>
          <LinkButton link="runpod-settings">Open RunPod settings</LinkButton>
        </li>
        <li>
          Then select everything in that field, copy it, and paste it here. Keypilot checks every
          line on this computer; nothing is sent anywhere.
        </li>
      </ol>
      <PasteBack
        keyId={keyPair.id}
        publicLine={text}
        onAsk={(ask) => {
          const step = STEP_OF_ASK[ask]
          if (step !== undefined) goTo(step, ask)
        }}
        onReport={(report) => setup.save({ publicKeys: rememberReport(report, new Date()) })}
      />
    </>
  )
}
