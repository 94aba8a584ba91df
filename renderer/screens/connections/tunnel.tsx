/** A port of the pod on this computer: the command, and the address to open afterwards. */

import { type ReactNode, useState } from 'react'
import { ShellChoice } from '../../commands/command-card.tsx'
import { RenderedCommand } from '../../commands/rendered-command.tsx'
import type { SavedConnection } from '../../contract.ts'
import { TextField } from '../../ui/field.tsx'
import { baseOf, portOf } from './command-params.ts'
import styles from './connection-detail.module.css'

const JUPYTER_PORT = 8888
const NOT_A_PORT = 'A port is a number from 1 to 65535.'

export function Tunnel(props: { readonly connection: SavedConnection }): ReactNode {
  const [there, setThere] = useState(String(JUPYTER_PORT))
  const [here, setHere] = useState('')
  const tunnelPort = portOf(there)
  const localPort = here.trim() === '' ? tunnelPort : portOf(here)
  return (
    <>
      <p>
        A tunnel makes a port of the pod reachable on your computer, and for nobody else. Leave the
        command running while you use it; Ctrl+C ends it.
      </p>
      <ShellChoice />
      <div className={styles.paths}>
        <TextField
          label="Port on the pod"
          hint="8888 for Jupyter, 6006 for TensorBoard, 7860 for Gradio."
          value={there}
          onValue={setThere}
          inputMode="numeric"
          error={tunnelPort === null ? NOT_A_PORT : null}
        />
        <TextField
          label="Port on this computer"
          hint="Empty: the same as on the pod. Take another when ssh says “Address already in use”."
          value={here}
          onValue={setHere}
          inputMode="numeric"
          error={here.trim() !== '' && localPort === null ? NOT_A_PORT : null}
        />
      </div>
      {tunnelPort !== null && localPort !== null && (
        <>
          <RenderedCommand
            what="Tunnel"
            params={{
              ...baseOf(props.connection),
              purpose: 'tunnel',
              tunnelPort,
              ...(localPort !== tunnelPort && { localPort }),
            }}
          />
          <p>
            Then open <code>{`http://localhost:${localPort}`}</code> in your browser.
          </p>
        </>
      )}
    </>
  )
}
