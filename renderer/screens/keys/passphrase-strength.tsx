/** The hint below a new passphrase. */

import type { ReactNode } from 'react'
import { cx } from '../../ui/cx.ts'
import { judgePassphrase } from './judge-passphrase.ts'
import styles from './key-form.module.css'

export function PassphraseStrength(props: { readonly passphrase: string }): ReactNode {
  const hint = judgePassphrase(props.passphrase)
  return (
    <div className={styles.strength} role="status">
      {hint && (
        <>
          <div className={cx(styles.bar, styles[hint.level])} aria-hidden>
            <span />
            <span />
            <span />
          </div>
          <p>{hint.text}</p>
        </>
      )}
    </div>
  )
}
