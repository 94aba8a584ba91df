/** With an API key, a pod is chosen from a list in place of copying its command. */

import { Server } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Row } from '../../ui/screen.tsx'
import { ChoosePodDialog } from '../runpod/pods/choose-pod-dialog.tsx'
import { useHasApiKey } from '../runpod/use-runpod.ts'

export function ChoosePod(props: { readonly onCommand: (command: string) => void }): ReactNode {
  const [open, setOpen] = useState(false)
  if (!useHasApiKey()) return null
  const choose = (command: string) => {
    setOpen(false)
    props.onCommand(command)
  }
  return (
    <Row>
      <Button icon={Server} onClick={() => setOpen(true)}>
        Choose a pod…
      </Button>
      <span>or paste its command:</span>
      {open && <ChoosePodDialog onCommand={choose} onClose={() => setOpen(false)} />}
    </Row>
  )
}
