/** Text for screen readers only. */

import type { ReactNode } from 'react'
import styles from './visually-hidden.module.css'

export function VisuallyHidden(props: { readonly children: ReactNode }): ReactNode {
  return <span className={styles.hidden}>{props.children}</span>
}
