/** Step 5: one button, the stages as they happen, and for a failure its one cause with the ways out. */

import { PlugZap } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import type { AskFor, KeyPair, Target } from '../../contract.ts'
import { useFallbackFocus } from '../../hooks/use-fallback-focus.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Row } from '../../ui/screen.tsx'
import { STEP_OF_ASK } from './fix-steps.ts'
import { PassphraseDialog } from './passphrase-dialog.tsx'
import { addressOf } from './setup-model.ts'
import { RunningStages, StageList } from './stage-list.tsx'
import type { StepBodyProps } from './step-body.ts'
import { TestResult } from './test-result.tsx'
import styles from './test-step.module.css'
import { type TestFlow, useTestFlow } from './use-test-flow.ts'

export function TestStep(props: StepBodyProps): ReactNode {
  const { setup, goTo } = props
  const { key, target } = setup
  if (key === null || target === null) {
    return (
      <Row>
        <Button variant="primary" onClick={() => goTo(key === null ? 'key' : 'command')}>
          {key === null ? 'Choose a key first' : 'Enter the command first'}
        </Button>
      </Row>
    )
  }
  return <Test {...props} keyPair={key} target={target} />
}

type TestProps = StepBodyProps & { readonly keyPair: KeyPair; readonly target: Target }

function Test(props: TestProps): ReactNode {
  const { keyPair, target, setup, goTo, onConfirmed } = props
  const [asking, setAsking] = useState(false)
  const flow = useTestFlow({ setup, keyPair, target, onConfirmed })
  const begin = () => {
    if (keyPair.encrypted) setAsking(true)
    else void flow.test()
  }
  const onAsk = (ask: AskFor) => {
    const step = STEP_OF_ASK[ask]
    if (step !== undefined) goTo(step, ask)
    else if (ask === 'passphrase') setAsking(true)
    else if (ask === 'accept-host-key') void flow.acceptHostKey()
    else begin()
  }
  return (
    <>
      <p className={styles.facts}>
        <span>
          Key: <strong>{keyPair.name}</strong>
        </span>
        <span>
          Address: <strong>{addressOf(target)}</strong>
        </span>
      </p>
      <Controls flow={flow} onBegin={begin} />
      <Outcome flow={flow} onAsk={onAsk} onFixed={begin} />
      {asking && (
        <PassphraseDialog
          keyName={keyPair.name}
          onClose={() => setAsking(false)}
          onPassphrase={(passphrase) => {
            setAsking(false)
            void flow.test(passphrase)
          }}
        />
      )}
    </>
  )
}

function Controls(props: { readonly flow: TestFlow; readonly onBegin: () => void }): ReactNode {
  const { flow, onBegin } = props
  const { run } = flow
  const running = run.phase === 'running'
  const main = useRef<HTMLButtonElement>(null)
  useFallbackFocus(main, run.phase === 'idle' ? null : run.phase)
  // While the app waits for an answer about the host key, that answer is the main button.
  const asked = run.phase === 'finished' && run.report.cause === 'host-key-new'
  return (
    <Row>
      <Button
        ref={main}
        variant={asked ? 'secondary' : 'primary'}
        size={asked ? 'normal' : 'large'}
        icon={PlugZap}
        busy={running}
        onClick={onBegin}
      >
        {running ? 'Testing…' : run.phase === 'idle' ? 'Test the connection' : 'Test again'}
      </Button>
      {running && (
        <Button variant="quiet" onClick={flow.cancel}>
          Cancel
        </Button>
      )}
    </Row>
  )
}

function Outcome(props: {
  readonly flow: TestFlow
  readonly onAsk: (ask: AskFor) => void
  readonly onFixed: () => void
}): ReactNode {
  const { flow, onAsk, onFixed } = props
  const { run } = flow
  if (flow.failure !== null) {
    return (
      <Callout tone="danger" title="That did not work" role="alert">
        <p>{flow.failure}</p>
      </Callout>
    )
  }
  if (run.phase === 'running') return <RunningStages stages={run.stages} />
  if (run.phase === 'stopped') return <p role="status">Stopped. Nothing was changed.</p>
  if (run.phase !== 'finished') return null
  if (run.report.verdict === 'ok') {
    return (
      <>
        <Callout tone="success" title={run.report.title} role="status">
          <p>{run.report.explanation}</p>
        </Callout>
        <StageList stages={run.report.stages} />
      </>
    )
  }
  return (
    <TestResult
      report={run.report}
      onAsk={onAsk}
      onFixed={onFixed}
      onAcceptHostKey={() => void flow.acceptHostKey()}
    />
  )
}
