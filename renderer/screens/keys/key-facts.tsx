/** Where a key is used, and what else is known of its files. */

import type { ReactNode } from 'react'
import type { KeyPair } from '../../contract.ts'
import { isolated } from '../../ui/isolated.ts'
import { Card, Facts } from '../../ui/screen.tsx'
import { formatTime } from '../../ui/time.ts'
import styles from './key-detail.module.css'
import { describeFormat, describePair, describePassphrase, describeUse } from './key-words.ts'

export function UsesCard(props: { readonly keyPair: KeyPair }): ReactNode {
  const { uses } = props.keyPair
  return (
    <Card level={3} title="Where it is used">
      {uses.length === 0 ? (
        <p>
          Nothing on this computer is known to use it. Servers and websites that accept it cannot be
          seen from here.
        </p>
      ) : (
        <ul className={styles.uses}>
          {uses.map((use) => {
            const text = describeUse(use, formatTime)
            return <li key={use.kind === 'connection' ? use.id : text}>{isolated(text)}</li>
          })}
        </ul>
      )}
    </Card>
  )
}

export function FactsCard(props: { readonly keyPair: KeyPair }): ReactNode {
  const { keyPair } = props
  const { createdAt, modifiedAt, certificatePath, format } = keyPair
  const facts: (readonly [string, ReactNode])[] = [
    ['Pair', describePair(keyPair)],
    ['Private key', <Path key="private" path={keyPair.privateKeyPath} none="not here" />],
    ['Public key', <Path key="public" path={keyPair.publicKeyPath} none="no file of its own" />],
  ]
  if (certificatePath !== null) {
    facts.push(['Certificate', <Path key="certificate" path={certificatePath} none="" />])
  }
  if (keyPair.privateKeyPath !== null) {
    facts.push(['Passphrase', describePassphrase(keyPair.encrypted)])
  }
  if (format !== null) facts.push(['File format', describeFormat(format)])
  if (createdAt !== null) facts.push(['Created', formatTime(createdAt)])
  if (modifiedAt !== null) facts.push(['Changed', formatTime(modifiedAt)])
  return (
    <Card level={3} title="Files">
      <Facts facts={facts} />
    </Card>
  )
}

function Path(props: { readonly path: string | null; readonly none: string }): ReactNode {
  return props.path === null ? props.none : <code>{props.path}</code>
}
