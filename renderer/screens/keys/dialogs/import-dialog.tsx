/** Imports a key: a file or pasted text is looked at first, and written only after that. */

import { type ReactNode, useState } from 'react'
import type { ImportPreview, KeyPair } from '../../../contract.ts'
import { useAction } from '../../../hooks/use-action.ts'
import { useLiveCall } from '../../../hooks/use-live-call.ts'
import { Button } from '../../../ui/button.tsx'
import { Callout } from '../../../ui/callout.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Loading } from '../../../ui/query-state.tsx'
import type { Source } from '../read-source.ts'
import { ImportPreviewForm } from './import-preview-form.tsx'
import { ImportSourceForm } from './import-source-form.tsx'
import { ImportUnlockForm } from './import-unlock-form.tsx'

export interface ImportDialogProps {
  readonly start: Source | null
  readonly onClose: () => void
  readonly onDone: (key: KeyPair) => void
}

interface Unlocked {
  readonly preview: ImportPreview
  readonly passphrase: string
}

export function ImportDialog(props: ImportDialogProps): ReactNode {
  const { start, onClose, onDone } = props
  const [given, setGiven] = useState(start)
  const [source, setSource] = useState<Source | null>(start)
  const [unlocked, setUnlocked] = useState<Unlocked | null>(null)
  const choose = (next: Source | null) => {
    setSource(next)
    setUnlocked(null)
  }
  // Another file was dropped while the dialog was open.
  if (start !== given) {
    setGiven(start)
    choose(start)
  }
  const ok = source?.ok ? source : null
  const looked = useLiveCall('keys.inspectImport', ok?.source ?? null)
  const unlocking = useAction('keys.inspectImport')

  if (ok === null) {
    const refused = source === null || source.ok ? null : source.message
    return <ImportSourceForm refused={refused} onSource={choose} onClose={onClose} />
  }
  if (looked.value === null) {
    return (
      <Looking
        label={ok.label}
        failure={looked.failure}
        onOther={() => choose(null)}
        onClose={onClose}
      />
    )
  }
  if (looked.value.kind === 'locked' && unlocked === null) {
    const unlock = async (passphrase: string) => {
      const preview = await unlocking.start({ ...ok.source, passphrase })
      if (preview !== null) setUnlocked({ preview, passphrase })
    }
    return (
      <ImportUnlockForm
        label={ok.label}
        preview={looked.value}
        unlocking={unlocking}
        onPassphrase={(passphrase) => void unlock(passphrase)}
        onClose={onClose}
      />
    )
  }
  return (
    <ImportPreviewForm
      label={ok.label}
      source={ok.source}
      preview={unlocked?.preview ?? looked.value}
      passphrase={unlocked?.passphrase ?? ''}
      onClose={onClose}
      onDone={onDone}
    />
  )
}

function Looking(props: {
  readonly label: string
  readonly failure: string | null
  readonly onOther: () => void
  readonly onClose: () => void
}): ReactNode {
  const { label, failure, onOther, onClose } = props
  return (
    <Dialog title="Import a key" onClose={onClose}>
      {failure === null ? (
        <Loading />
      ) : (
        <Callout tone="danger" title={`This cannot be imported: ${label}`} role="alert">
          <p>{failure}</p>
          <Button onClick={onOther}>Choose something else</Button>
        </Callout>
      )}
    </Dialog>
  )
}
