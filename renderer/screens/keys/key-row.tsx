/** One key in the list: what it is, and the worst that is wrong with it. */

import { Info, KeyRound, LockKeyhole, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { KeyPair, Severity } from '../../contract.ts'
import { isolated } from '../../ui/isolated.ts'
import { Joined } from '../../ui/joined.tsx'
import styles from '../../ui/list/list-row.module.css'
import { Tag } from '../../ui/tag.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { describePlace, describeType, summarizeUses, worstProblem } from './key-words.ts'

const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  error: 'Problem',
  warning: 'Warning',
  info: 'Note',
}

const ICONS = { error: OctagonAlert, warning: TriangleAlert, info: Info } as const

export function KeyRow(props: { readonly keyPair: KeyPair; readonly sshDir: string }): ReactNode {
  const { keyPair, sshDir } = props
  const worst = worstProblem(keyPair.problems)
  const place = describePlace(keyPair, sshDir)
  const uses = summarizeUses(keyPair.uses)
  return (
    <>
      <KeyRound aria-hidden className={styles.icon} />
      <span className={styles.words}>
        <span className={styles.name}>{keyPair.name}</span>
        <span className={styles.meta}>
          <Joined parts={[describeType(keyPair), keyPair.comment]} />
        </span>
        {place !== null && <span className={styles.meta}>{place}</span>}
        <span className={styles.tags}>
          {worst && (
            <Tag tone={worst.severity} icon={ICONS[worst.severity]}>
              <VisuallyHidden>{`${SEVERITY_WORDS[worst.severity]}: `}</VisuallyHidden>
              {isolated(worst.title)}
            </Tag>
          )}
          {keyPair.encrypted && <Tag icon={LockKeyhole}>Passphrase</Tag>}
          {keyPair.source !== 'agent' && keyPair.uses.some(({ kind }) => kind === 'agent') && (
            <Tag>In the ssh-agent</Tag>
          )}
          {uses !== null && <Tag>{`Used: ${uses}`}</Tag>}
        </span>
      </span>
    </>
  )
}
