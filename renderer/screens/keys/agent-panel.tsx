/** The ssh-agent: whether one runs, how to start one, and which keys it holds. */

import { type ReactNode, useRef } from 'react'
import type { AgentIdentity, AgentReport, KeyPair } from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import { hrefOf } from '../../shell/navigation.ts'
import { Button } from '../../ui/button.tsx'
import { FixButton } from '../../ui/fix-button.tsx'
import { isolated } from '../../ui/isolated.ts'
import { Joined } from '../../ui/joined.tsx'
import detail from '../../ui/list/detail.module.css'
import { BackToList } from '../../ui/list/list-detail.tsx'
import { useDetailStart } from '../../ui/list/use-detail-start.ts'
import { ProblemList } from '../../ui/problem-list.tsx'
import { Failure, Loading } from '../../ui/query-state.tsx'
import { Card } from '../../ui/screen.tsx'
import { addressOf, findKey } from './key-address.ts'
import styles from './key-detail.module.css'
import { describeType } from './key-words.ts'

export function AgentPanel(props: {
  readonly keys: readonly KeyPair[]
  readonly alone: boolean
  readonly onRemove: (identity: AgentIdentity) => void
}): ReactNode {
  const agent = useApiQuery('agent.list', {})
  const heading = useRef<HTMLHeadingElement>(null)
  useDetailStart(heading, props.alone)
  return (
    <section className={detail.detail} aria-labelledby="agent-heading">
      {props.alone && <BackToList href={hrefOf('keys')}>All keys</BackToList>}
      <h2 id="agent-heading" ref={heading} tabIndex={-1} className={detail.name}>
        ssh-agent
      </h2>
      <p>
        The ssh-agent is a small program that keeps keys unlocked while you work, so that you type a
        passphrase once and not at every login. Keypilot and ssh work with or without it.
      </p>
      {agent.isPending && <Loading />}
      {agent.error && <Failure error={agent.error} onRetry={() => void agent.refetch()} />}
      {agent.data && <Report {...props} report={agent.data} />}
    </section>
  )
}

const STATE_TITLES: Readonly<Record<AgentReport['state'], string>> = {
  running: 'The ssh-agent is running',
  'not-running': 'No ssh-agent is running',
  unknown: 'The ssh-agent could not be asked',
}

function Report(props: {
  readonly report: AgentReport
  readonly keys: readonly KeyPair[]
  readonly onRemove: (identity: AgentIdentity) => void
}): ReactNode {
  const { report, keys, onRemove } = props
  return (
    <>
      <Card level={3} title={STATE_TITLES[report.state]}>
        <p>{isolated(report.detail)}</p>
        {report.start && <FixButton fix={report.start} onAsk={() => {}} />}
        <ProblemList problems={report.problems} />
      </Card>
      {report.state === 'running' && (
        <Card level={3} title="Keys in it">
          {report.identities.length === 0 ? (
            <p>None yet. Choose a key in the list, and “Add to ssh-agent”.</p>
          ) : (
            <ul className={styles.identities}>
              {report.identities.map((identity) => (
                <Identity
                  key={`${identity.id} ${identity.certificate}`}
                  identity={identity}
                  file={findKey(keys, identity.id)}
                  onRemove={() => onRemove(identity)}
                />
              ))}
            </ul>
          )}
        </Card>
      )}
    </>
  )
}

function Identity(props: {
  readonly identity: AgentIdentity
  readonly file: KeyPair | null
  readonly onRemove: () => void
}): ReactNode {
  const { identity, file, onRemove } = props
  const name = file?.name ?? (identity.comment || 'A key without a comment')
  return (
    <li className={styles.identity}>
      <div className={styles.words}>
        <strong>
          {file === null ? name : <a href={hrefOf('keys', addressOf(file))}>{name}</a>}
        </strong>
        <span>
          <Joined
            parts={[
              describeType(identity),
              identity.certificate && 'certificate',
              identity.comment,
            ]}
          />
        </span>
        <code className={styles.print}>{identity.fingerprint.sha256}</code>
      </div>
      <Button onClick={onRemove} aria-label={`Take out of the ssh-agent: ${name}`}>
        Take out…
      </Button>
    </li>
  )
}
