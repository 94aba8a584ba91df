/** The same checks as Setup, as a list of what is well and what is not. */

import { useQueryClient } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { SystemInfo } from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import { goTo } from '../../shell/navigation.ts'
import { useAnnounce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Failure, Loading } from '../../ui/query-state.tsx'
import { Card, Row, Screen } from '../../ui/screen.tsx'
import { type Status, StatusIcon } from '../../ui/status-icon.tsx'
import { STEP_TEXTS } from '../setup/step-texts.ts'
import { rememberAnswer } from '../setup/test-results.ts'
import { useConnectionTest } from '../setup/use-connection-test.ts'
import { type Setup, useSetup } from '../setup/use-setup.ts'
import styles from './health-screen.module.css'

export function HealthScreen(): ReactNode {
  const query = useSetup()
  return (
    <Screen
      title="Health"
      lead="What Keypilot last saw of your keys, your pod and the programs it uses."
      action={query.status === 'ready' ? <CheckAgain setup={query.setup} /> : undefined}
    >
      {query.status === 'loading' && <Loading />}
      {query.status === 'failed' && <Failure error={query.error} onRetry={query.retry} />}
      {query.status === 'ready' && <SetupHealth setup={query.setup} />}
      <ProgramHealth />
      <Card tone="quiet" title="What will be here">
        <p>
          Checks of file permissions, of your ssh config and of recorded host keys, each with a
          repair you can look at before it is made, are planned for this place. Keypilot does not
          check those yet, so nothing here says that they are right.
        </p>
      </Card>
    </Screen>
  )
}

/** Reads the keys and programs again, and asks the pod's address for an answer. */
function CheckAgain(props: { readonly setup: Setup }): ReactNode {
  const { setup } = props
  const queries = useQueryClient()
  const announce = useAnnounce()
  const test = useConnectionTest()
  const [reading, setReading] = useState(false)
  const check = async () => {
    setReading(true)
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['keys.list'] }),
      queries.invalidateQueries({ queryKey: ['system.info'] }),
    ])
    setReading(false)
    const { target } = setup
    if (target !== null) {
      const report = await test.start({ target, hostKeyPolicy: 'ask', until: 'banner' })
      const asked = { target, keyId: setup.state.keyId }
      if (report !== null) await setup.save(rememberAnswer(report, asked)).catch(() => {})
    }
    announce('Checked again')
  }
  return (
    <Button icon={RotateCw} busy={reading || test.run.phase === 'running'} onClick={check}>
      Check again
    </Button>
  )
}

function SetupHealth(props: { readonly setup: Setup }): ReactNode {
  return (
    <Card title="Setup">
      <ul className={styles.list}>
        {props.setup.steps.map(({ id, state, summary }) => (
          <Line
            key={id}
            status={state === 'open' && summary !== null ? 'warning' : state}
            title={STEP_TEXTS[id].title}
            detail={summary ?? 'Not checked yet.'}
          />
        ))}
      </ul>
      <Row>
        <Button onClick={() => goTo('setup')}>Open Setup</Button>
      </Row>
    </Card>
  )
}

function ProgramHealth(): ReactNode {
  const info = useApiQuery('system.info', {}).data
  if (info === undefined) return null
  const { sshClient, agent } = info
  return (
    <Card title="Programs on this computer">
      <ul className={styles.list}>
        <Line
          status={sshClient === null ? 'failed' : 'done'}
          title="ssh"
          detail={
            sshClient === null
              ? 'No ssh program was found. Keypilot’s own test works without it; your terminal needs it.'
              : `${sshClient.version} (${sshClient.path})`
          }
        />
        <Line
          status={AGENT_STATUS[agent.state]}
          title="ssh-agent"
          detail={`${agent.detail} It can hold unlocked keys; Keypilot works with or without it.`}
        />
      </ul>
    </Card>
  )
}

const AGENT_STATUS: Readonly<Record<SystemInfo['agent']['state'], Status>> = {
  running: 'done',
  // No fault: a key works without the agent.
  'not-running': 'skipped',
  unknown: 'waiting',
}

function Line(props: {
  readonly status: Status
  readonly title: string
  readonly detail: string
}): ReactNode {
  return (
    <li className={styles.line}>
      <StatusIcon status={props.status} />
      <div className={styles.words}>
        <p className={styles.title}>{props.title}</p>
        <p className={styles.detail}>{props.detail}</p>
      </div>
    </li>
  )
}
