/** Everything about one key: what is wrong with it first, its public half, where it is used, and what can be done. */

import { type ReactNode, useRef } from 'react'
import type { AskFor, KeyPair } from '../../contract.ts'
import { hrefOf } from '../../shell/navigation.ts'
import { Button } from '../../ui/button.tsx'
import { Joined } from '../../ui/joined.tsx'
import detail from '../../ui/list/detail.module.css'
import { BackToList } from '../../ui/list/list-detail.tsx'
import { useDetailStart } from '../../ui/list/use-detail-start.ts'
import { ProblemList } from '../../ui/problem-list.tsx'
import { Card, Row } from '../../ui/screen.tsx'
import { FingerprintsCard } from './fingerprints-card.tsx'
import { actionsOf, withPossibleFixes } from './key-actions.ts'
import { FactsCard, UsesCard } from './key-facts.tsx'
import { describePlace, describeType } from './key-words.ts'
import type { KeyDialog } from './keys-dialogs.tsx'
import { PublicKeyCard } from './public-key-card.tsx'
import { useKeyProblems } from './use-key-findings.ts'
import { useKeyInSetup } from './use-key-in-setup.ts'

export interface KeyDetailProps {
  readonly keyPair: KeyPair
  readonly sshDir: string
  readonly canReveal: boolean
  /** It takes the list's place, so there is a way back, and its heading gets the focus. */
  readonly alone: boolean
  readonly onDialog: (dialog: KeyDialog) => void
}

const DIALOG_OF_ASK: Readonly<Partial<Record<AskFor, 'rename' | 'remove' | 'passphrase'>>> = {
  'rename-key': 'rename',
  'remove-key': 'remove',
  'set-passphrase': 'passphrase',
}

export function KeyDetail(props: KeyDetailProps): ReactNode {
  const { keyPair, onDialog } = props
  const heading = useRef<HTMLHeadingElement>(null)
  useDetailStart(heading, props.alone)
  const onAsk = (ask: AskFor) => {
    const kind = DIALOG_OF_ASK[ask]
    if (kind !== undefined) onDialog({ kind, keyPair })
    else if (ask === 'generate-key') onDialog({ kind: 'new' })
  }
  const readable = keyPair.fingerprint !== null
  const problems = useKeyProblems(keyPair)
  return (
    <section className={detail.detail} aria-labelledby="key-name">
      {props.alone && <BackToList href={hrefOf('keys')}>All keys</BackToList>}
      <header className={detail.header}>
        <h2 id="key-name" ref={heading} tabIndex={-1} className={detail.name}>
          {keyPair.name}
        </h2>
        <p className={detail.meta}>
          <Joined
            parts={[describeType(keyPair), keyPair.comment, describePlace(keyPair, props.sshDir)]}
          />
        </p>
      </header>
      <Actions keyPair={keyPair} onDialog={onDialog} />
      {problems.length > 0 && (
        <Card
          level={3}
          title={problems.length === 1 ? 'One thing to look at' : 'Things to look at'}
        >
          <ProblemList problems={withPossibleFixes(problems)} onAsk={onAsk} />
        </Card>
      )}
      {readable && (
        <PublicKeyCard {...props} onComment={() => onDialog({ kind: 'comment', keyPair })} />
      )}
      {readable && <FingerprintsCard keyPair={keyPair} />}
      <UsesCard keyPair={keyPair} />
      <FactsCard {...props} />
      <DangerZone {...props} />
    </section>
  )
}

function Actions(props: {
  readonly keyPair: KeyPair
  readonly onDialog: (dialog: KeyDialog) => void
}): ReactNode {
  const { keyPair, onDialog } = props
  const actions = actionsOf(keyPair)
  const chooseInSetup = useKeyInSetup()
  const open = (kind: 'rename' | 'comment' | 'passphrase' | 'agent-add') => () =>
    onDialog({ kind, keyPair })
  return (
    <Row>
      {actions.rename && (
        <Button size="small" onClick={open('rename')}>
          Rename…
        </Button>
      )}
      {actions.comment && (
        <Button size="small" onClick={open('comment')}>
          Change comment…
        </Button>
      )}
      {actions.passphrase && (
        <Button size="small" onClick={open('passphrase')}>
          {actions.passphrase === 'add' ? 'Add a passphrase…' : 'Change passphrase…'}
        </Button>
      )}
      {actions.agent === 'add' && (
        <Button size="small" onClick={open('agent-add')}>
          Add to ssh-agent…
        </Button>
      )}
      {actions.agent === 'remove' && (
        <Button size="small" onClick={() => onDialog({ kind: 'agent-remove', ...keyPair })}>
          Take out of ssh-agent…
        </Button>
      )}
      {actions.setup && (
        <Button variant="quiet" size="small" onClick={() => void chooseInSetup(keyPair)}>
          Use in Setup
        </Button>
      )}
    </Row>
  )
}

function DangerZone(props: KeyDetailProps): ReactNode {
  const { keyPair, onDialog } = props
  if (!actionsOf(keyPair).remove) return null
  return (
    <Card level={3} tone="danger" title="Remove this key">
      <p>
        Its files go to Keypilot’s backups, and you can bring them back.
        {keyPair.privateKeyPath !== null &&
          keyPair.fingerprint !== null &&
          keyPair.pair !== 'unreadable' &&
          ' Until then you cannot log in with it from this computer.'}
      </p>
      <Row>
        <Button variant="danger" onClick={() => onDialog({ kind: 'remove', keyPair })}>
          Remove…
        </Button>
      </Row>
    </Card>
  )
}
