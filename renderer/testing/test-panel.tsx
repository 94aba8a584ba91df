/** One big button, the stages as they happen, and for a failure its one cause with the ways out. */

import { PlugZap } from 'lucide-react'
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import type { AskFor, Fix, KeyPair, TestReport } from '../contract.ts'
import { useFallbackFocus } from '../hooks/use-fallback-focus.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { isolated } from '../ui/isolated.ts'
import { Prose } from '../ui/prose.tsx'
import { Row } from '../ui/screen.tsx'
import { Spoken } from '../ui/spoken.tsx'
import { Fixes } from './fixes.tsx'
import { PassphraseDialog } from './passphrase-dialog.tsx'
import { signsByAgent } from './signs-by-agent.ts'
import { RunningStages, StageList } from './stage-list.tsx'
import type { TestSwitch } from './switch-of.ts'
import { TestResult } from './test-result.tsx'
import type { TestFlow } from './use-test-flow.ts'

/** What is known of a failed test without its report. */
export interface EarlierFailure {
  readonly title: string
  readonly explanation: string
  readonly fixes: readonly Fix[]
}

export interface TestPanelProps {
  readonly flow: TestFlow
  /** The key that the test will use; null where the host chooses it. */
  readonly keyPair: Pick<KeyPair, 'name' | 'encrypted' | 'uses'> | null
  /** Leads to the control that a fix names; what is asked of the panel itself it does. */
  readonly onAsk: (ask: AskFor) => void
  /** Keeps another key or address as the one to use; resolves with false when that failed. */
  readonly onSwitch: (change: TestSwitch) => Promise<boolean>
  readonly mainRef?: RefObject<HTMLButtonElement | null>
  /** Says on the button that there was a test before. */
  readonly testedBefore?: boolean
  /** A failure of a test that was run elsewhere, shown until there is a newer one. */
  readonly earlier?: EarlierFailure | null
  /** Stands below the stages of a success. */
  readonly onSuccess?: (report: TestReport) => ReactNode
}

export function TestPanel(props: TestPanelProps): ReactNode {
  const { flow, keyPair } = props
  const [asking, setAsking] = useState(false)
  const begin = () => {
    if (keyPair?.encrypted && !signsByAgent(keyPair)) setAsking(true)
    else void flow.test()
  }
  const startSwitch = useSwitch(props, begin)
  useLockedKey(flow, () => setAsking(true))
  const onAsk = (ask: AskFor) => {
    if (ask === 'passphrase') setAsking(true)
    else if (ask === 'accept-host-key') void flow.acceptHostKey()
    else if (ask === 'test-again') begin()
    else props.onAsk(ask)
  }
  return (
    <>
      <Controls {...props} onBegin={begin} />
      <Outcome {...props} onAsk={onAsk} onFixed={begin} startSwitch={startSwitch} />
      {asking && (
        <PassphraseDialog
          keyName={keyPair?.name ?? 'the key'}
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

/** Which key is the best one, only the test knows: when that is locked, its passphrase is asked for. */
function useLockedKey({ run }: TestFlow, ask: () => void): void {
  const report = run.phase === 'finished' ? run.report : null
  const asked = useRef<TestReport | null>(null)
  useEffect(() => {
    if (report?.cause !== 'passphrase-needed' || asked.current === report) return
    asked.current = report
    ask()
  })
}

/** Tests once what was chosen has become what is tested, so that the test is about that. */
function useSwitch(
  { flow, onSwitch }: Pick<TestPanelProps, 'flow' | 'onSwitch'>,
  begin: () => void,
): (change: TestSwitch) => void {
  const [from, setFrom] = useState<string | null>(null)
  useEffect(() => {
    if (from === null || from === flow.about) return
    setFrom(null)
    begin()
  })
  return (change) => {
    setFrom(flow.about)
    const giveUp = () => setFrom(null)
    void onSwitch(change).then((done) => {
      if (!done) giveUp()
    }, giveUp)
  }
}

function Controls(props: TestPanelProps & { readonly onBegin: () => void }): ReactNode {
  const { flow, onBegin, testedBefore = false } = props
  const { run } = flow
  const running = run.phase === 'running'
  const own = useRef<HTMLButtonElement>(null)
  const main = props.mainRef ?? own
  useFallbackFocus(main, run.phase === 'idle' ? null : run.phase)
  // While the app waits for an answer about the host key, that answer is the main button.
  const asked = run.phase === 'finished' && run.report.cause === 'host-key-new'
  const first = run.phase === 'idle' && !testedBefore
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
        {running ? 'Testing…' : first ? 'Test the connection' : 'Test again'}
      </Button>
      {running && (
        <Button variant="quiet" onClick={flow.cancel}>
          Cancel
        </Button>
      )}
    </Row>
  )
}

type OutcomeProps = TestPanelProps & {
  readonly onFixed: () => void
  readonly startSwitch: (change: TestSwitch) => void
}

function Outcome(props: OutcomeProps): ReactNode {
  const { flow, onAsk, onFixed, startSwitch, onSuccess } = props
  const { run } = flow
  if (flow.failure !== null) {
    return (
      <Callout tone="danger" title="That did not work" role="alert">
        <p>{isolated(flow.failure)}</p>
      </Callout>
    )
  }
  if (run.phase === 'running') return <RunningStages stages={run.stages} />
  if (run.phase === 'stopped') return <Spoken>Stopped. Nothing was changed.</Spoken>
  if (run.phase !== 'finished') return <Earlier {...props} />
  if (run.report.verdict === 'ok') {
    return (
      <>
        <Callout tone="success" title={run.report.title} role="status">
          <p>{isolated(run.report.explanation)}</p>
        </Callout>
        <StageList stages={run.report.stages} />
        {onSuccess?.(run.report)}
      </>
    )
  }
  return (
    <TestResult
      report={run.report}
      onAsk={onAsk}
      onFixed={onFixed}
      onSwitch={startSwitch}
      onAcceptHostKey={() => void flow.acceptHostKey()}
    />
  )
}

/** Of a test of many: the same words and ways out as after a test of this one. */
function Earlier({ earlier = null, onAsk, onFixed, startSwitch }: OutcomeProps): ReactNode {
  if (earlier === null) return null
  return (
    <>
      <Callout tone="danger" title={earlier.title}>
        <Prose text={earlier.explanation} />
      </Callout>
      <Fixes
        fixes={earlier.fixes}
        asksHostKey={false}
        onAsk={onAsk}
        onFixed={onFixed}
        onSwitch={startSwitch}
      />
    </>
  )
}
