/** The API key in use: where it comes from, what it may do, and the way to part from it. */

import { type ReactNode, useRef, useState } from 'react'
import type { ApiKeyCheck, ApiKeySource, RunpodStatus } from '../../../contract.ts'
import { useAction } from '../../../hooks/use-action.ts'
import { returnFocus } from '../../../repairs/return-focus.ts'
import { Button } from '../../../ui/button.tsx'
import { Callout } from '../../../ui/callout.tsx'
import { ConfirmDialog } from '../../../ui/dialog.tsx'
import { ProblemList } from '../../../ui/problem-list.tsx'
import { Card, Facts, Row } from '../../../ui/screen.tsx'
import { StatusIcon } from '../../../ui/status-icon.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { AccountAnswer } from '../account-answer.tsx'
import { useAccountRead, useTakeStatus } from '../use-runpod.ts'
import styles from './account.module.css'
import { ApiKeyForm } from './api-key-form.tsx'

const SOURCES: Readonly<Record<ApiKeySource, string>> = {
  environment: 'the variable RUNPOD_API_KEY that Keypilot was started with',
  stored: 'stored on this computer, encrypted',
  'this-run': 'entered here, kept until Keypilot is closed',
}

export function ConnectedCard(props: {
  readonly status: RunpodStatus
  readonly source: ApiKeySource
}): ReactNode {
  const { status, source } = props
  const check = useAccountRead('runpod.checkApiKey')
  const [replacing, setReplacing] = useState(false)
  return (
    <Card title="Your RunPod account">
      <ProblemList problems={status.problems ?? []} />
      <AccountAnswer query={check}>
        {(value) => <Checked check={value} source={source} />}
      </AccountAnswer>
      {source === 'environment' ? (
        <p className={styles.soft}>
          Keypilot neither stores nor changes it. To use another API key, start Keypilot without
          that variable or with another value.
        </p>
      ) : (
        <>
          {source === 'this-run' && !replacing && (
            <p className={styles.soft}>{status.storage.detail}</p>
          )}
          <Row>
            <Button aria-expanded={replacing} onClick={() => setReplacing(!replacing)}>
              Another API key…
            </Button>
            <RemoveKey />
          </Row>
        </>
      )}
      {replacing && <ApiKeyForm storage={status.storage} onDone={() => setReplacing(false)} />}
    </Card>
  )
}

function Checked(props: { readonly check: ApiKeyCheck; readonly source: ApiKeySource }): ReactNode {
  const { check, source } = props
  return (
    <>
      <Facts
        facts={[
          ['API key', SOURCES[source]],
          ['Keys of the account', <Scope key="keys" allowed={check.accountKeys} />],
          ['Pods and workers', <Scope key="pods" allowed={check.pods} />],
        ]}
      />
      <ProblemList problems={check.problems} />
    </>
  )
}

function Scope(props: { readonly allowed: 'allowed' | 'refused' }): ReactNode {
  const allowed = props.allowed === 'allowed'
  return (
    <span className={styles.scope}>
      <StatusIcon status={allowed ? 'done' : 'failed'} />
      {allowed ? 'can be read' : 'RunPod refuses'}
    </span>
  )
}

function RemoveKey(): ReactNode {
  const [asking, setAsking] = useState(false)
  const removal = useAction('runpod.removeApiKey')
  const take = useTakeStatus()
  const toast = useToast()
  const opener = useRef<HTMLButtonElement>(null)
  const answer = async (yes: boolean) => {
    setAsking(false)
    if (!yes) return
    const status = await removal.start({})
    if (status === null) return
    const pressed = opener.current
    take(status)
    returnFocus(pressed)
    toast(
      'API key removed',
      'Keypilot no longer has it. On RunPod it is valid until you delete it there.',
    )
  }
  return (
    <>
      <Button ref={opener} variant="danger" busy={removal.busy} onClick={() => setAsking(true)}>
        Remove API key…
      </Button>
      {removal.failed && (
        <Callout tone="danger" title="The API key was not removed" role="alert">
          <p>{removal.failed.message}</p>
        </Callout>
      )}
      {asking && (
        <ConfirmDialog
          title="Remove the API key from Keypilot?"
          detail="Your keys on RunPod and your saved connections stay as they are. Keypilot cannot read pods and keys any more until you enter an API key again. To make the key itself invalid, delete it in RunPod’s settings."
          action="Remove API key"
          onAnswer={(yes) => void answer(yes)}
        />
      )}
    </>
  )
}
