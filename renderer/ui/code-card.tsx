/** A key, fingerprint or command on a card of its own, in monospace, with a copy button. */

import type { ReactNode } from 'react'
import type { ButtonProps } from './button.tsx'
import styles from './code-card.module.css'
import { CopyButton } from './copy-button.tsx'

export interface CodeCardProps {
  /** What the text is, e.g. "Public key". */
  readonly what: string
  readonly text: string
  readonly copyLabel?: string
  readonly copyVariant?: ButtonProps['variant']
}

export function CodeCard(props: CodeCardProps): ReactNode {
  const { what, text, copyLabel = 'Copy', copyVariant = 'secondary' } = props
  return (
    <figure className={styles.card}>
      <figcaption className={styles.caption}>
        <span>{what}</span>
        <CopyButton text={text} what={what} label={copyLabel} variant={copyVariant} />
      </figcaption>
      <pre className={styles.text}>
        <code>{text}</code>
      </pre>
    </figure>
  )
}
