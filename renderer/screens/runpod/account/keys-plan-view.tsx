/** What becomes of each key of the account: by sign, word and colour. */

import type { ReactNode } from 'react'
import type { AccountKey, AccountKeysPlan } from '../../../contract.ts'
import { Callout } from '../../../ui/callout.tsx'
import { cx } from '../../../ui/cx.ts'
import { isolated } from '../../../ui/isolated.ts'
import { ProblemList } from '../../../ui/problem-list.tsx'
import { describeKey, keyTitle, withNames } from './key-words.ts'
import styles from './keys-plan-view.module.css'

const MARKS = {
  added: { sign: '+', word: 'new' },
  repaired: { sign: '~', word: 'repaired' },
  removed: { sign: '−', word: 'goes' },
  kept: { sign: '', word: 'stays' },
} as const

type Mark = keyof typeof MARKS

/** More that stay would hide what changes. */
const SHOWN_KEPT = 3

export function KeysPlanView(props: { readonly plan: AccountKeysPlan }): ReactNode {
  const { added, repaired, removed, kept, notes, noChange } = props.plan
  const few = kept.length <= SHOWN_KEPT
  return (
    <>
      {noChange && (
        <Callout tone="success" title="RunPod has it like this already">
          <p>Nothing needs to be written.</p>
        </Callout>
      )}
      {!noChange && (
        <ul className={styles.list} aria-label="What changes on RunPod">
          {withNames(added).map(([name, key]) => (
            <Entry key={`added ${name}`} mark="added" entry={key} />
          ))}
          {repaired.map(({ from, to }) => (
            <Entry key={`repaired ${from.text}`} mark="repaired" entry={from} to={to} />
          ))}
          {withNames(removed).map(([name, key]) => (
            <Entry key={`removed ${name}`} mark="removed" entry={key} />
          ))}
          {few &&
            withNames(kept).map(([name, key]) => <Entry key={name} mark="kept" entry={key} />)}
        </ul>
      )}
      {!noChange && !few && <Kept kept={kept} />}
      <ProblemList problems={notes} />
    </>
  )
}

function Kept(props: { readonly kept: readonly AccountKey[] }): ReactNode {
  const { kept } = props
  return (
    <details>
      <summary>{`${kept.length} other keys stay exactly as they are`}</summary>
      <ul className={cx(styles.list, styles.long)}>
        {withNames(kept).map(([name, key]) => (
          <Entry key={name} mark="kept" entry={key} />
        ))}
      </ul>
    </details>
  )
}

function Entry(props: {
  readonly mark: Mark
  readonly entry: AccountKey
  /** The lines that take its place. */
  readonly to?: readonly string[]
}): ReactNode {
  const { mark, entry, to } = props
  const { sign, word } = MARKS[mark]
  return (
    <li className={cx(styles.entry, styles[mark])}>
      <span className={styles.mark}>
        <span aria-hidden>{sign}</span> {word}
      </span>
      <span className={styles.words}>
        <span className={styles.name}>{keyTitle(entry)}</span>
        {to === undefined ? (
          <>
            <span className={styles.soft}>{isolated(describeKey(entry))}</span>
            {entry.fingerprint !== null && <code className={styles.text}>{entry.fingerprint}</code>}
          </>
        ) : (
          <>
            <span className={styles.soft}>Now</span>
            <code className={styles.text}>{entry.text}</code>
            <span className={styles.soft}>After</span>
            {to.map((line) => (
              <code key={line} className={styles.text}>
                {line}
              </code>
            ))}
          </>
        )}
      </span>
    </li>
  )
}
