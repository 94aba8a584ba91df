/** The heading of a screen and the column its content stands in. */

import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { isolated } from './isolated.ts'
import styles from './screen.module.css'

export function Screen(props: {
  readonly title: string
  /** One sentence below the title. */
  readonly lead?: ReactNode
  /** The screen's main button. */
  readonly action?: ReactNode
  /** For a list with details beside it. */
  readonly wide?: boolean
  readonly children: ReactNode
}): ReactNode {
  return (
    <div className={cx(styles.screen, props.wide && styles.wide)}>
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
  /** `danger` for what takes something away. */
  readonly tone?: 'plain' | 'quiet' | 'danger'
  /** 3 for cards below a heading of their own. */
  readonly level?: 2 | 3
}): ReactNode {
  const { title, children, tone = 'plain', level = 2 } = props
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section className={cx(styles.card, tone !== 'plain' && styles[tone])}>
      {title !== undefined && <Heading>{title}</Heading>}
      {children}
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
          <dd>{typeof value === 'string' ? isolated(value) : value}</dd>
        </div>
      ))}
    </dl>
  )
}
