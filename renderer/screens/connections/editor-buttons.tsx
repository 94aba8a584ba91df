/** Opens the pod in an editor that works over SSH. Editors find it by its entry in the ssh config. */

import { Code } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { messageOf, unwrap, useBridge } from '../../bridge/index.ts'
import type { EditorName, SavedConnection } from '../../contract.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { TextField } from '../../ui/field.tsx'
import { Row } from '../../ui/screen.tsx'
import { useToast } from '../../ui/toast.tsx'
import styles from './connection-detail.module.css'
import { useConfigEntry } from './use-config-entry.ts'

const EDITORS: readonly { readonly editor: EditorName; readonly name: string }[] = [
  { editor: 'vscode', name: 'VS Code' },
  { editor: 'cursor', name: 'Cursor' },
  { editor: 'windsurf', name: 'Windsurf' },
  { editor: 'vscode-insiders', name: 'VS Code Insiders' },
]

export function EditorButtons(props: { readonly connection: SavedConnection }): ReactNode {
  const { connection } = props
  const entry = useConfigEntry(connection)
  const [folder, setFolder] = useState('/workspace')
  const { open, failure } = useOpenEditor()
  const ready = entry.state === 'right'
  return (
    <>
      <p>
        The editor runs on your computer and works on the pod’s files. It needs its “Remote - SSH”
        extension, and installs a part of itself on the pod the first time, which takes a minute.
      </p>
      {!ready && entry.state !== 'unknown' && (
        <Callout tone="info" title="One step first: a short name">
          <p>
            Editors find a pod by its entry in the ssh config. Write it under “Short name for ssh”
            below, and come back.
          </p>
          <Button onClick={focusAlias}>Go to the short name</Button>
        </Callout>
      )}
      <TextField label="Folder on the pod" value={folder} onValue={setFolder} code />
      <Row>
        {EDITORS.map(({ editor, name }, index) => (
          <Button
            key={editor}
            variant={index === 0 ? 'primary' : 'secondary'}
            icon={Code}
            disabled={!ready}
            onClick={() => void open(connection, editor, folder.trim())}
          >
            {`Open in ${name}`}
          </Button>
        ))}
      </Row>
      {failure !== null && (
        <Callout tone="warning" title="The editor could not be opened" role="alert">
          <p>{failure}</p>
        </Callout>
      )}
      <p className={styles.small}>
        Nothing happens? Then the editor is not installed, or this browser was told not to open it.
        In the editor, choose “Connect to Host…” and then this connection’s short name.
      </p>
    </>
  )
}

/** Editors that may be opened by an address; the host makes no others, and this looks again. */
const EDITOR_ADDRESS = /^(vscode|vscode-insiders|cursor|windsurf):\/\/vscode-remote\//

function useOpenEditor() {
  const bridge = useBridge()
  const toast = useToast()
  const [failure, setFailure] = useState<string | null>(null)
  const open = async ({ id }: SavedConnection, editor: EditorName, folder: string) => {
    setFailure(null)
    try {
      const place = folder === '' ? {} : { folder }
      const opened = unwrap(
        await bridge.call('editor.open', { connectionId: id, editor, ...place }),
      )
      // The browser host cannot open it; this page can.
      if (!opened.opened && EDITOR_ADDRESS.test(opened.url)) window.location.assign(opened.url)
      toast('Opening the editor', `It connects to “${opened.alias}”.`)
    } catch (error) {
      setFailure(messageOf(error))
    }
  }
  return { open, failure }
}

function focusAlias(): void {
  const field = document.querySelector<HTMLElement>('#config-entry input, #config-entry button')
  field?.scrollIntoView({ block: 'center' })
  field?.focus({ preventScroll: true })
}
