/** Asks a server which of the keys here it accepts, and switches to one with a click. */

import { type ReactNode, useRef, useState } from 'react'
import type { FindKeyReport, FoundKey, SavedConnection } from '../../../contract.ts'
import { useAction } from '../../../hooks/use-action.ts'
import { Button } from '../../../ui/button.tsx'
import { Callout } from '../../../ui/callout.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { FixButton } from '../../../ui/fix-button.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { isolated } from '../../../ui/isolated.ts'
import { Prose } from '../../../ui/prose.tsx'
import { Row } from '../../../ui/screen.tsx'
import { type Status, StatusIcon } from '../../../ui/status-icon.tsx'
import { useToast } from '../../../ui/toast.tsx'
import type { ConnectionDialog } from '../connections-dialogs.tsx'
import { useConnectionChange } from '../use-connections.ts'
import styles from './dialogs.module.css'

interface FindKeyDialogProps {
  readonly connection: SavedConnection
  readonly onDialog: (dialog: ConnectionDialog) => void
  readonly onClose: () => void
}

const TITLE = 'Which key works?'

export function FindKeyDialog(props: FindKeyDialogProps): ReactNode {
  const { connection, onClose } = props
  const [tried, setTried] = useState({ count: 0, total: 0 })
  const [report, setReport] = useState<FindKeyReport | null>(null)
  const action = useAction('connection.findKey', (progress) => {
    if (progress.kind === 'keys-tried') setTried({ count: progress.tried, total: progress.total })
  })
  if (report !== null) return <Found {...props} report={report} />
  const search = async () => {
    setTried({ count: 0, total: 0 })
    const found = await action.start({ connectionId: connection.id })
    if (found !== null) setReport(found)
  }
  return (
    <FormDialog
      title={TITLE}
      description="Keypilot asks the server about the public half of every key on this computer and in the ssh-agent. No private key and no passphrase is used, and nothing is changed."
      action="Ask the server"
      working={action.busy ? workingWords(tried) : null}
      failure={action.failed?.message ?? null}
      failureTitle="The server could not be asked"
      onSubmit={() => void search()}
      onStop={action.cancel}
      onClose={onClose}
    >
      {action.busy && (
        <progress
          className={styles.bar}
          aria-label="Keys tried"
          {...(tried.total > 0 && { value: tried.count, max: tried.total })}
        />
      )}
    </FormDialog>
  )
}

function workingWords({
  count,
  total,
}: {
  readonly count: number
  readonly total: number
}): string {
  return total === 0 ? 'Connecting…' : `${count} of ${total} keys tried…`
}

function Found(props: FindKeyDialogProps & { readonly report: FindKeyReport }): ReactNode {
  const { connection, report, onDialog, onClose } = props
  const { failure, keys, accepted, stopped } = report
  const save = useConnectionChange('connections.save')
  const toast = useToast()
  const done = useRef<HTMLButtonElement>(null)
  const use = async ({ keyId, name }: FoundKey) => {
    if ((await save({ id: connection.id, keyId })) === null) return
    onClose()
    toast('Key changed', `${connection.name} uses ${name} now. Test it again.`)
  }
  return (
    <Dialog title={TITLE} onClose={onClose} size="wide" initialFocus={done}>
      {failure ? (
        <Callout tone="danger" title={failure.title} role="alert">
          <Prose text={failure.explanation} />
          {failure.fixes.map((fix) => (
            <FixButton key={fix.label} fix={fix} onAsk={onClose} onDone={onClose} />
          ))}
        </Callout>
      ) : (
        <Verdict report={report} onCheck={() => onDialog({ kind: 'check-paste', connection })} />
      )}
      {stopped !== null && <p>{isolated(stopped)}</p>}
      {keys.length > 0 && (
        <ul className={styles.list}>
          {inOrder(keys).map((found) => (
            <KeyLine
              key={found.keyId}
              found={found}
              current={found.keyId === connection.keyId}
              onUse={() => void use(found)}
            />
          ))}
        </ul>
      )}
      <Row>
        <Button
          ref={done}
          variant={accepted.length > 0 ? 'secondary' : 'primary'}
          onClick={onClose}
        >
          Close
        </Button>
      </Row>
    </Dialog>
  )
}

function Verdict(props: {
  readonly report: FindKeyReport
  readonly onCheck: () => void
}): ReactNode {
  const { accepted, keys } = props.report
  if (accepted.length > 0) {
    return (
      <Callout
        tone="success"
        role="status"
        title={
          accepted.length === 1
            ? 'The server accepts one of your keys.'
            : `The server accepts ${accepted.length} of your keys.`
        }
      />
    )
  }
  return (
    <Callout tone="warning" title="The server accepts none of your keys" role="status">
      <p>
        {keys.length === 0
          ? 'There is no key on this computer to ask about. Make one first.'
          : 'So the line on RunPod belongs to another key, or it was added after the pod was made: a pod knows only the keys that were on your account when it started.'}
      </p>
      <Button onClick={props.onCheck}>Check what is on RunPod…</Button>
    </Callout>
  )
}

/** What was accepted stands first. */
function inOrder(keys: readonly FoundKey[]): readonly FoundKey[] {
  const rank = ({ state }: FoundKey) => ['accepted', 'not-tried', 'refused'].indexOf(state)
  return keys.toSorted((a, b) => rank(a) - rank(b))
}

const STATES: Readonly<
  Record<FoundKey['state'], { readonly status: Status; readonly words: string }>
> = {
  accepted: { status: 'done', words: 'accepted' },
  refused: { status: 'failed', words: 'refused' },
  'not-tried': { status: 'skipped', words: 'not tried' },
}

const SOURCES: Readonly<Record<FoundKey['source'], string>> = {
  file: 'a file on this computer',
  agent: 'in the ssh-agent',
  'file-and-agent': 'a file, and in the ssh-agent',
}

function KeyLine(props: {
  readonly found: FoundKey
  readonly current: boolean
  readonly onUse: () => void
}): ReactNode {
  const { found, current, onUse } = props
  const { status, words } = STATES[found.state]
  return (
    <li className={styles.entry}>
      <div className={styles.words}>
        <span className={styles.state}>
          <StatusIcon status={status} />
          <span>
            <strong>{found.name}</strong> {words}
          </span>
        </span>
        <span className={styles.soft}>
          {isolated([SOURCES[found.source], found.detail].filter(Boolean).join('. '))}
        </span>
      </div>
      {found.state === 'accepted' &&
        (current ? (
          <span>This is the one it uses.</span>
        ) : (
          <Button variant="primary" size="small" onClick={onUse}>
            {`Use ${found.name}`}
          </Button>
        ))}
    </li>
  )
}
