/** Using the connection: the command or button for what it is needed for. */

import { type ReactNode, useDeferredValue, useState } from 'react'
import { CommandCard, ShellChoice } from '../../commands/command-card.tsx'
import { OpenTerminal } from '../../commands/open-terminal.tsx'
import { RenderedCommand } from '../../commands/rendered-command.tsx'
import { useShell } from '../../commands/use-shell.ts'
import type { SavedConnection, TestPurpose } from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import { TextField } from '../../ui/field.tsx'
import { Card } from '../../ui/screen.tsx'
import { baseOf, type CommandParams, withKeyInUse } from './command-params.ts'
import styles from './connection-detail.module.css'
import type { ConnectionDetailProps } from './connection-detail.tsx'
import { EditorButtons } from './editor-buttons.tsx'
import { PathField } from './path-field.tsx'
import { Tunnel } from './tunnel.tsx'

const TITLES: Readonly<Record<TestPurpose, string>> = {
  terminal: 'Open a terminal on it',
  files: 'Copy files',
  editor: 'Open it in an editor',
  tunnel: 'Reach Jupyter and other ports',
}

export function UseCard(
  props: ConnectionDetailProps & { readonly purpose: TestPurpose },
): ReactNode {
  const { purpose, keys } = props
  const connection = withKeyInUse(props.connection, keys)
  // The test card above says why, and how to get it.
  if (connection.target.kind === 'runpod-proxy' && purpose !== 'terminal') return null
  return (
    <Card level={3} title={TITLES[purpose]}>
      {purpose === 'terminal' && <Terminal connection={connection} />}
      {purpose === 'files' && <Files connection={connection} />}
      {purpose === 'editor' && <EditorButtons connection={connection} />}
      {purpose === 'tunnel' && <Tunnel connection={connection} />}
    </Card>
  )
}

interface PartProps {
  readonly connection: SavedConnection
}

function Terminal({ connection }: PartProps): ReactNode {
  const { howToRun } = useShell()
  const hasTerminal = Boolean(useApiQuery('system.info', {}).data?.capabilities.terminal)
  return (
    <>
      <p>{howToRun}</p>
      <CommandCard
        target={connection.target}
        keyId={connection.keyId}
        copyVariant={hasTerminal ? 'secondary' : 'primary'}
      />
      {hasTerminal && <OpenTerminal params={{ connectionId: connection.id }} />}
    </>
  )
}

function Files({ connection }: PartProps): ReactNode {
  const [local, setLocal] = useState('')
  const [remote, setRemote] = useState('/workspace/')
  // Typing stays quick; the commands follow a moment later.
  const localPath = useDeferredValue(local.trim())
  const remotePath = useDeferredValue(remote.trim())
  const paths: CommandParams = {
    ...baseOf(connection),
    ...(localPath !== '' && { localPath }),
    ...(remotePath !== '' && { remotePath }),
  }
  return (
    <>
      <p>These run on your computer, not on the pod. A folder works like a file.</p>
      <ShellChoice />
      <div className={styles.paths}>
        <PathField label="On this computer" value={local} onValue={setLocal} />
        <TextField
          label="On the pod"
          hint="Keep your files below /workspace: what is elsewhere is lost when the pod stops."
          value={remote}
          onValue={setRemote}
          code
        />
      </div>
      <RenderedCommand what="Copy to the pod" params={{ ...paths, purpose: 'scp-upload' }} />
      <RenderedCommand
        what="Copy from the pod, into the folder you are in"
        params={{ ...baseOf(connection), ...remoteOnly(remotePath), purpose: 'scp-download' }}
      />
      <RenderedCommand
        what="Only what changed, and goes on after a break (rsync)"
        params={{ ...paths, purpose: 'rsync' }}
      />
      <RenderedCommand
        what="Look around and copy by hand (sftp)"
        params={{ ...baseOf(connection), purpose: 'sftp' }}
      />
    </>
  )
}

function remoteOnly(remotePath: string): { readonly remotePath?: string } {
  return remotePath === '' ? {} : { remotePath }
}
