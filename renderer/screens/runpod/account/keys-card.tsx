/** The public keys of the account: which are right, which belong to this computer, and changes of them. */

import { History, Plus, Wrench } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { AccountKey, AccountKeys, AccountKeysChange } from '../../../contract.ts'
import { useApiQuery } from '../../../hooks/use-api.ts'
import { useRepairs } from '../../../repairs/repairs-context.ts'
import { Button } from '../../../ui/button.tsx'
import { isolated } from '../../../ui/isolated.ts'
import { ProblemList } from '../../../ui/problem-list.tsx'
import { Card, Row } from '../../../ui/screen.tsx'
import { AccountAnswer, LastRead } from '../account-answer.tsx'
import { useAccountRead } from '../use-runpod.ts'
import styles from './account.module.css'
import { KeyBackupsDialog } from './key-backups-dialog.tsx'
import { describeKey, keyTitle, withNames } from './key-words.ts'
import { PublishDialog } from './publish-dialog.tsx'

export function KeysCard(): ReactNode {
  const query = useAccountRead('runpod.accountKeys')
  const local = useApiQuery('keys.list', {}).data ?? []
  const openRepair = useRepairs()
  const [dialog, setDialog] = useState<'publish' | 'backups' | null>(null)
  const close = () => setDialog(null)
  const change = (wanted: AccountKeysChange) => {
    close()
    openRepair({ kind: 'account-keys', change: wanted })
  }
  return (
    <Card title="Public keys on RunPod">
      <p>
        RunPod gives these to every pod that is made from now on with SSH switched on. Pods that run
        already do not learn of a change.
      </p>
      <AccountAnswer query={query}>
        {(value) => (
          <>
            <Row>
              <Button variant="primary" icon={Plus} onClick={() => setDialog('publish')}>
                Publish a key…
              </Button>
              {value.keys.some(({ repaired }) => repaired !== null) && (
                <Button icon={Wrench} onClick={() => change({ kind: 'repair' })}>
                  Repair all…
                </Button>
              )}
              <Button variant="quiet" icon={History} onClick={() => setDialog('backups')}>
                Earlier keys…
              </Button>
            </Row>
            <Keys value={value} onChange={change} />
            <LastRead at={value.at} query={query} />
          </>
        )}
      </AccountAnswer>
      {dialog === 'publish' && <PublishDialog keys={local} onClose={close} />}
      {dialog === 'backups' && <KeyBackupsDialog onChange={change} onClose={close} />}
    </Card>
  )
}

function Keys(props: {
  readonly value: AccountKeys
  readonly onChange: (change: AccountKeysChange) => void
}): ReactNode {
  const { value, onChange } = props
  return (
    <>
      <ProblemList problems={value.problems} />
      {value.keys.length === 0 ? (
        <p>
          <strong>There is no key on RunPod yet.</strong> A pod that is made now has no key, and
          nobody can log in to it over SSH. Publish one of yours first.
        </p>
      ) : (
        <ul className={styles.keys} aria-label="Public keys on RunPod">
          {withNames(value.keys).map(([name, entry]) => (
            <Key key={name} entry={entry} onChange={onChange} />
          ))}
        </ul>
      )}
    </>
  )
}

function Key(props: {
  readonly entry: AccountKey
  readonly onChange: (change: AccountKeysChange) => void
}): ReactNode {
  const { entry, onChange } = props
  const title = keyTitle(entry)
  const texts = [entry.text]
  return (
    <li className={styles.key}>
      <div className={styles.words}>
        <span className={styles.name}>{title}</span>
        <span className={styles.soft}>{isolated(describeKey(entry))}</span>
        {entry.fingerprint !== null && (
          <code className={styles.fingerprint}>{entry.fingerprint}</code>
        )}
      </div>
      <Row>
        {entry.repaired !== null && (
          <Button
            size="small"
            aria-label={`Repair: ${title}`}
            onClick={() => onChange({ kind: 'repair', texts })}
          >
            Repair…
          </Button>
        )}
        <Button
          size="small"
          variant="quiet"
          aria-label={`Remove: ${title}`}
          onClick={() => onChange({ kind: 'remove', texts })}
        >
          Remove…
        </Button>
      </Row>
      {entry.problems.length > 0 && (
        <div className={styles.problems}>
          <ProblemList problems={entry.problems} />
        </div>
      )}
    </li>
  )
}
