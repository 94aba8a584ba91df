/** Step 1: the text that turns password login on, and the one that takes it back. */

import type { ReactNode } from 'react'
import type { PasswordAccess, PreparePasswordParams } from '../../../contract.ts'
import { Button } from '../../../ui/button.tsx'
import { Callout } from '../../../ui/callout.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Row } from '../../../ui/screen.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { formatTime } from '../../../ui/time.ts'
import styles from './password-access.module.css'

export type Kind = PreparePasswordParams['password']

const KINDS = [
  { value: 'generated', label: 'Keypilot makes one' },
  { value: 'own', label: 'I choose one' },
] as const

export function TurnOnStep(props: {
  readonly kind: Kind
  readonly onKind: (kind: Kind) => void
  readonly prepared: PasswordAccess | null
  readonly busy: boolean
  readonly failure: string | null
  readonly onPrepare: () => void
}): ReactNode {
  const { kind, onKind, prepared, busy, failure, onPrepare } = props
  return (
    <section className={styles.step}>
      <h3>1. Turn password login on</h3>
      <Segmented<Kind> legend="The password" value={kind} options={KINDS} onValue={onKind} />
      <p>
        {kind === 'generated'
          ? 'Keypilot makes a strong password and keeps it in memory for half an hour. The text holds only its hash, from which nobody can get the password back. You never see or type it.'
          : 'The pod asks you for a password when you paste the text. You type it again in step 3. Make it long: the port is open to the whole internet.'}
      </p>
      <Row>
        <Button
          variant={prepared === null ? 'primary' : 'secondary'}
          busy={busy}
          onClick={onPrepare}
        >
          {prepared === null ? 'Make the text' : 'Make a new text'}
        </Button>
        {prepared && (
          <CopyButton
            variant="primary"
            text={prepared.turnOn}
            what="Text that turns password login on"
            label="Copy the text"
          />
        )}
      </Row>
      {failure !== null && (
        <Callout tone="danger" title="The text could not be made" role="alert">
          <p>{failure}</p>
        </Callout>
      )}
      {prepared && <Prepared prepared={prepared} kind={kind} />}
    </section>
  )
}

function Prepared(props: { readonly prepared: PasswordAccess; readonly kind: Kind }): ReactNode {
  const { turnOn, turnOff, expiresAt } = props.prepared
  return (
    <>
      <ol className={styles.list}>
        <li>
          On RunPod open your pod, choose <strong>Connect</strong>, and open the{' '}
          <strong>web terminal</strong>.
        </li>
        <li>
          Paste the text there and press Enter.
          {props.kind === 'own' && ' Type the password you want, twice; nothing is shown.'}
        </li>
        <li>
          Wait for the line <code>keypilot: done.</code>
        </li>
      </ol>
      {expiresAt !== null && (
        <p
          className={styles.soft}
        >{`Keypilot keeps this password until ${formatTime(expiresAt)}.`}</p>
      )}
      <Reading what="Read the text first" text={turnOn} />
      <details className={styles.details}>
        <summary>The text that takes it back by hand</summary>
        <p>
          Step 3 does this for you. If it cannot, paste this text into the web terminal: it takes
          the password and the settings back. An SSH server that was installed stays.
        </p>
        <Row>
          <CopyButton
            text={turnOff}
            what="Text that turns password login off"
            label="Copy the second text"
          />
        </Row>
        <Text what="The second text" text={turnOff} />
      </details>
    </>
  )
}

function Reading(props: { readonly what: string; readonly text: string }): ReactNode {
  return (
    <details className={styles.details}>
      <summary>{props.what}</summary>
      <Text what="The text" text={props.text} />
    </details>
  )
}

/** It scrolls, so the keyboard must be able to get there. */
function Text(props: { readonly what: string; readonly text: string }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the focus
    <section className={styles.text} tabIndex={0} aria-label={props.what}>
      <pre>{props.text}</pre>
    </section>
  )
}
