/** One key pair: a line in the list that opens to its details. */

import { ChevronDown, KeyRound, LockKeyhole } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import type { KeyPair } from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import { CodeCard } from '../../ui/code-card.tsx'
import { cx } from '../../ui/cx.ts'
import { ProblemList } from '../../ui/problem-list.tsx'
import { Failure } from '../../ui/query-state.tsx'
import { Facts } from '../../ui/screen.tsx'
import { describePair, describeType, worstSeverity } from './key-words.ts'
import styles from './keys-screen.module.css'

const SEVERITY_WORDS = {
  error: 'Cannot be used',
  warning: 'Has a warning',
  info: 'Has a note',
} as const

export function KeyItem(props: { readonly keyPair: KeyPair }): ReactNode {
  const { keyPair } = props
  const [open, setOpen] = useState(false)
  const bodyId = useId()
  const worst = worstSeverity(keyPair.problems)
  return (
    <li className={styles.item}>
      <h2 className={styles.heading}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={open}
          aria-controls={bodyId}
          onClick={() => setOpen(!open)}
        >
          <KeyRound aria-hidden className={styles.keyIcon} />
          <span className={styles.words}>
            <span className={styles.name}>{keyPair.name}</span>
            <span className={styles.meta}>
              {[describeType(keyPair), keyPair.comment].filter(Boolean).join(' · ')}
            </span>
          </span>
          {keyPair.encrypted && (
            <span className={styles.tag}>
              <LockKeyhole aria-hidden />
              Passphrase
            </span>
          )}
          {worst && <span className={cx(styles.tag, styles[worst])}>{SEVERITY_WORDS[worst]}</span>}
          <ChevronDown aria-hidden className={styles.chevron} />
        </button>
      </h2>
      <div id={bodyId} hidden={!open} className={styles.body}>
        {open && <KeyDetails keyPair={keyPair} />}
      </div>
    </li>
  )
}

function KeyDetails(props: { readonly keyPair: KeyPair }): ReactNode {
  const { keyPair } = props
  const line = useApiQuery(
    'keys.export',
    { id: keyPair.id, format: 'openssh-public' },
    { enabled: keyPair.fingerprint !== null },
  )
  return (
    <>
      <ProblemList problems={keyPair.problems} />
      {line.data && <CodeCard what="Public key" text={line.data.text.trim()} />}
      {line.error && <Failure error={line.error} onRetry={() => void line.refetch()} />}
      {keyPair.fingerprint && (
        <div className={styles.prints}>
          <CodeCard what="Fingerprint (SHA256)" text={keyPair.fingerprint.sha256} />
          <CodeCard what="Fingerprint (MD5)" text={keyPair.fingerprint.md5} />
        </div>
      )}
      <Facts
        facts={[
          ['Pair', describePair(keyPair)],
          ['Private key', keyPair.privateKeyPath ?? 'not here'],
          ['Public key', keyPair.publicKeyPath ?? 'no file of its own'],
          ['Passphrase', passphraseWords(keyPair.encrypted)],
        ]}
      />
    </>
  )
}

function passphraseWords(encrypted: boolean | null): string {
  if (encrypted === null) return 'not known'
  return encrypted ? 'yes, asked for at each use' : 'none'
}
