/** The name and its mark. */

import type { ReactNode } from 'react'
import styles from './brand.module.css'

export function Brand(): ReactNode {
  return (
    <div className={styles.brand}>
      <svg viewBox="0 0 32 32" aria-hidden="true" className={styles.mark}>
        <rect width="32" height="32" rx="8" className={styles.tile} />
        <g className={styles.key}>
          <circle cx="11.5" cy="20.5" r="5" />
          <path d="M15.2 16.8 25 7M20.5 11.5l4 4M17.4 14.6l2.4 2.4" />
        </g>
      </svg>
      <span>Keypilot</span>
    </div>
  )
}
