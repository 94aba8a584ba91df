/** Step 5: one button, the stages as they happen, and for a failure its one cause with the ways out. */

import type { ReactNode } from 'react'
import { addressOf } from '../../commands/target.ts'
import type { AskFor, KeyPair, Target } from '../../contract.ts'
import { goTo as showScreen } from '../../shell/navigation.ts'
import { signsByAgent } from '../../testing/signs-by-agent.ts'
import type { TestSwitch } from '../../testing/switch-of.ts'
import { TestPanel } from '../../testing/test-panel.tsx'
import { useTestFlow } from '../../testing/use-test-flow.ts'
import { Button } from '../../ui/button.tsx'
import { isolated } from '../../ui/isolated.ts'
import { Row } from '../../ui/screen.tsx'
import { StatusIcon } from '../../ui/status-icon.tsx'
import { addressOf as keyAddress } from '../keys/key-address.ts'
import { STEP_OF_ASK } from './fix-steps.ts'
import type { StepBodyProps } from './step-body.ts'
import styles from './test-step.module.css'
import type { Setup } from './use-setup.ts'

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

/** What only the Keys screen can do. */
const KEY_ASKS: readonly AskFor[] = ['rename-key', 'remove-key', 'set-passphrase']

type TestProps = StepBodyProps & { readonly keyPair: KeyPair; readonly target: Target }

function Test(props: TestProps): ReactNode {
  const { keyPair, target, setup, goTo, onConfirmed } = props
  const flow = useTestFlow({
    params: {
      target,
      keyId: keyPair.id,
      ...(signsByAgent(keyPair) && { useAgent: true }),
    },
    target,
    about: JSON.stringify([target, keyPair.id]),
    onReport: async (report) => {
      await setup.recall(report)
      if (report.verdict === 'ok') onConfirmed()
    },
  })
  const onAsk = (ask: AskFor) => {
    const step = STEP_OF_ASK[ask]
    if (step !== undefined) goTo(step, ask)
    else if (KEY_ASKS.includes(ask)) showScreen('keys', keyAddress(keyPair))
    else void flow.test()
  }
  const onSwitch = async (change: TestSwitch) => {
    await setup.save(
      change.kind === 'key' ? { keyId: change.keyId } : { command: commandFor(change.target) },
    )
    return true
  }
  return (
    <>
      <div>
        <p className={styles.facts}>
          <span>
            Key: <strong>{keyPair.name}</strong>
          </span>
          <span>
            Address: <strong>{addressOf(target)}</strong>
          </span>
        </p>
        <LastFailure setup={setup} isShown={flow.run.phase === 'idle'} />
      </div>
      <TestPanel flow={flow} keyPair={keyPair} onAsk={onAsk} onSwitch={onSwitch} />
    </>
  )
}

/** Of a test before this page was loaded, or of one that went on without it: spoken when it comes. */
function LastFailure(props: { readonly setup: Setup; readonly isShown: boolean }): ReactNode {
  const { setup, isShown } = props
  const summary = setup.steps.find(({ id }) => id === 'test')?.summary ?? null
  return (
    <div role="status">
      {isShown && summary !== null && setup.state.lastTest?.ok === false && (
        <p className={styles.last}>
          <StatusIcon status="failed" />
          <span>{isolated(summary)}</span>
        </p>
      )}
    </div>
  )
}

/** As it would stand in the box of the command step. */
function commandFor({ user, host, port }: Target): string {
  return `ssh ${user}@${host} -p ${port}`
}
