/** One cause: how it shows, what it means, and what helps. */

import type { ReactNode } from 'react'
import type { HelpEntry, HelpFix, HelpReading, Target } from '../../contract.ts'
import { CodeCard } from '../../ui/code-card.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Prose } from '../../ui/prose.tsx'
import styles from './entry.module.css'

const SERVERS: Readonly<Record<Target['kind'], string>> = {
  'runpod-direct': 'a pod’s own address',
  'runpod-proxy': 'RunPod’s proxy',
  generic: 'another server',
}

export function Entry(props: {
  readonly entry: HelpEntry
  readonly open: boolean
  /** The address names this entry. */
  readonly named?: boolean
}): ReactNode {
  const { title, readings, said } = props.entry
  return (
    <details className={styles.entry} open={props.open} ref={props.named ? scrollTo : null}>
      <summary>{title}</summary>
      <div className={styles.body}>
        {said.length > 0 && (
          <div className={styles.said}>
            <p>Your terminal may say:</p>
            <pre>{said.join('\n')}</pre>
          </div>
        )}
        {readings.map((reading) => (
          <Reading key={reading.kinds.join()} reading={reading} />
        ))}
      </div>
    </details>
  )
}

function scrollTo(element: Element | null): void {
  element?.scrollIntoView()
}

function Reading(props: { readonly reading: HelpReading }): ReactNode {
  const { kinds, explanation, fixes } = props.reading
  const offered = fixes.filter(({ kind }) => kind === 'offered')
  return (
    <section className={styles.reading}>
      {kinds.length > 0 && <h3>With {kinds.map((kind) => SERVERS[kind]).join(' or ')}</h3>}
      <Prose text={explanation} />
      {offered.length > 0 && (
        <p className={styles.offered}>
          After a test, Keypilot offers: {offered.map(({ label }) => `“${label}”`).join(', ')}.
        </p>
      )}
      {fixes.map((fix) => (
        <Way key={fix.label} fix={fix} />
      ))}
    </section>
  )
}

function Way(props: { readonly fix: HelpFix }): ReactNode {
  const { fix } = props
  if (fix.kind === 'copy') return <CodeCard what={fix.label} text={fix.text} />
  if (fix.kind === 'link') {
    return (
      <div>
        <LinkButton link={fix.link}>{fix.label}</LinkButton>
      </div>
    )
  }
  return null
}
