/** The heading of a screen and the column its content stands in. */

import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import styles from './screen.module.css'

export function Screen(props: {
  readonly title: string
  /** One sentence below the title. */
  readonly lead?: ReactNode
  /** The screen's main button. */
  readonly action?: ReactNode
  readonly children: ReactNode
}): ReactNode {
  return (
    <div className={styles.screen}>
      <header className={styles.header}>
        <div className={styles.words}>
          <h1 tabIndex={-1}>{props.title}</h1>
          {props.lead && <p className={styles.lead}>{props.lead}</p>}
        </div>
        {props.action}
      </header>
      {props.children}
    </div>
  )
}

/** A titled part of a screen, on a card. */
export function Card(props: {
  readonly title?: string
  readonly children: ReactNode
  readonly tone?: 'plain' | 'quiet'
}): ReactNode {
  return (
    <section className={cx(styles.card, props.tone === 'quiet' && styles.quiet)}>
      {props.title !== undefined && <h2>{props.title}</h2>}
      {props.children}
    </section>
  )
}

/** Buttons in a row that wraps. */
export function Row(props: { readonly children: ReactNode }): ReactNode {
  return <div className={styles.row}>{props.children}</div>
}

/** Label and value pairs. */
export function Facts(props: {
  readonly facts: readonly (readonly [label: string, value: ReactNode])[]
}): ReactNode {
  return (
    <dl className={styles.facts}>
      {props.facts.map(([label, value]) => (
        <div key={label} className={styles.fact}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
