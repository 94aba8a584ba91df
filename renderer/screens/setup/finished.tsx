/** The end of Setup: the command to keep, a terminal to open, and what people want next. */

import { SquareTerminal } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { messageOf } from '../../bridge/index.ts'
import type { Target } from '../../contract.ts'
import { useApiMutation, useApiQuery } from '../../hooks/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Row } from '../../ui/screen.tsx'
import { StatusIcon } from '../../ui/status-icon.tsx'
import { HOW_TO_RUN } from '../settings/shells.ts'
import { CommandCard } from './command-card.tsx'
import styles from './finished.module.css'
import type { Setup } from './use-setup.ts'

export function Finished(props: {
  readonly setup: Setup
  readonly target: Target
  /** Reached just now, by a test: the card comes into view with the focus. */
  readonly fresh: boolean
}): ReactNode {
  const { setup, target } = props
  const hasTerminal = Boolean(useApiQuery('system.info', {}).data?.capabilities.terminal)
  const [fresh] = useState(props.fresh)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!fresh) return
    heading.current?.focus({ preventScroll: true })
    window.scrollTo({ top: 0 })
  }, [fresh])
  return (
    <section className={styles.card} aria-labelledby="finished">
      <h2 id="finished" ref={heading} tabIndex={-1} className={styles.title}>
        <StatusIcon status="done" size="large" />
        You can log in now
      </h2>
      <p>
        {HOW_TO_RUN[setup.shell]}
        {setup.key?.encrypted &&
          ' ssh then asks for the passphrase of your key; nothing shows while you type it, and that is normal.'}
      </p>
      <CommandCard
        setup={setup}
        target={target}
        copyVariant={hasTerminal ? 'secondary' : 'primary'}
      />
      {hasTerminal && <OpenTerminal setup={setup} target={target} />}
      <p>
        It works for as long as the pod keeps its address. When RunPod shows a new one, paste the
        new command in step 4.
      </p>
    </section>
  )
}

function OpenTerminal(props: { readonly setup: Setup; readonly target: Target }): ReactNode {
  const { setup, target } = props
  const open = useApiMutation('terminal.open')
  const keyId = setup.key === null ? {} : { keyId: setup.key.id }
  return (
    <>
      <Row>
        <Button
          variant="primary"
          icon={SquareTerminal}
          busy={open.isPending}
          onClick={() => open.mutate({ target, ...keyId })}
        >
          Open a terminal here
        </Button>
      </Row>
      {open.error && (
        <Callout tone="warning" title="The terminal could not be opened" role="alert">
          <p>{messageOf(open.error)}</p>
        </Callout>
      )}
    </>
  )
}
