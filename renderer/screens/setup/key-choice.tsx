/** Key pairs as cards of which one is chosen. */

import { type ReactNode, useId } from 'react'
import type { KeyPair } from '../../contract.ts'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { describeType } from '../keys/key-words.ts'
import styles from './key-choice.module.css'

export function KeyChoice(props: {
  readonly keys: readonly KeyPair[]
  readonly value: string
  readonly onValue: (id: string) => void
}): ReactNode {
  const group = useId()
  return (
    <fieldset className={styles.group}>
      <legend>
        <VisuallyHidden>Key to use</VisuallyHidden>
      </legend>
      {props.keys.map((key) => (
        <label key={key.id} className={styles.option}>
          <input
            type="radio"
            name={group}
            checked={key.id === props.value}
            onChange={() => props.onValue(key.id)}
          />
          <span className={styles.words}>
            <span className={styles.name}>
              <strong>{key.name}</strong>
              <span className={styles.meta}>
                {[describeType(key), key.comment, key.encrypted && 'with a passphrase']
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
            <code className={styles.print}>{key.fingerprint?.sha256}</code>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
