/** What stands in a screen's place while it loads, or when it could not. */

import type { ReactNode } from 'react'
import { messageOf } from '../bridge/index.ts'
import { Button } from './button.tsx'
import { Callout } from './callout.tsx'
import { isolated } from './isolated.ts'
import styles from './query-state.module.css'

/** Appears only after a moment: most answers are there before it would be read. */
export function Loading(): ReactNode {
  return (
    <p className={styles.loading} role="status">
      Looking…
    </p>
  )
}

export function Failure(props: { readonly error: Error; readonly onRetry: () => void }): ReactNode {
  return (
    <Callout tone="danger" title="This could not be read" role="alert">
      <p>{isolated(messageOf(props.error))}</p>
      <Button onClick={props.onRetry}>Try again</Button>
    </Callout>
  )
}
