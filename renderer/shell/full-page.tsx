/** A calm page for when there is nothing else to show. */

import type { ReactNode } from 'react'
import { Brand } from './brand.tsx'
import styles from './full-page.module.css'

export function FullPage(props: {
  readonly title: string
  readonly children: ReactNode
}): ReactNode {
  return (
    <main className={styles.page}>
      <Brand />
      <h1>{props.title}</h1>
      {props.children}
    </main>
  )
}
