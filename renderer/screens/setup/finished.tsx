/** The end of Setup: the command to keep, a terminal to open, and what people want next. */

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { CommandCard } from '../../commands/command-card.tsx'
import { OpenTerminal } from '../../commands/open-terminal.tsx'
import { useShell } from '../../commands/use-shell.ts'
import type { Target } from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import { StatusIcon } from '../../ui/status-icon.tsx'
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
  const { howToRun } = useShell()
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
        {howToRun}
        {setup.key?.encrypted &&
          ' ssh then asks for the passphrase of your key; nothing shows while you type it, and that is normal.'}
      </p>
      <CommandCard
        target={target}
        keyId={setup.key?.id ?? null}
        copyVariant={hasTerminal ? 'secondary' : 'primary'}
      />
      {hasTerminal && (
        <OpenTerminal params={{ target, ...(setup.key !== null && { keyId: setup.key.id }) }} />
      )}
      <p>
        It works for as long as the pod keeps its address. When RunPod shows a new one, paste the
        new command in step 4.
      </p>
    </section>
  )
}
