/** A path on this computer: typed, or taken from a chosen file where the host tells where it is. */

import { FolderOpen } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { useBridge } from '../../bridge/index.ts'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Row } from '../../ui/screen.tsx'

export function PathField(props: {
  readonly label: string
  readonly value: string
  readonly onValue: (path: string) => void
}): ReactNode {
  const { label, value, onValue } = props
  const { pathOfFile } = useBridge()
  const picker = useRef<HTMLInputElement>(null)
  return (
    <div>
      <TextField
        label={label}
        hint="The path of a file or folder. Empty: an example that you change."
        value={value}
        onValue={onValue}
        code
      />
      {pathOfFile && (
        <Row>
          <input
            ref={picker}
            type="file"
            hidden
            onChange={({ target }) => {
              const file = target.files?.[0]
              const path = file ? pathOfFile(file) : null
              if (path !== null) onValue(path)
              target.value = ''
            }}
          />
          <Button
            variant="quiet"
            size="small"
            icon={FolderOpen}
            onClick={() => picker.current?.click()}
          >
            Choose a file…
          </Button>
        </Row>
      )}
    </div>
  )
}
