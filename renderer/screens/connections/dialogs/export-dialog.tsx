/** All connections as text, to be kept or taken to another computer. */

import type { ReactNode } from 'react'
import { useApiQuery } from '../../../hooks/use-api.ts'
import { CodeCard } from '../../../ui/code-card.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Failure, Loading } from '../../../ui/query-state.tsx'
import styles from './dialogs.module.css'

export function ExportDialog(props: { readonly onClose: () => void }): ReactNode {
  const exported = useApiQuery('connections.export', {})
  return (
    <Dialog
      title="Export connections"
      description="Names, addresses and notes as text (in the format JSON). No key and no passphrase is in it: a key is only named by its fingerprint."
      onClose={props.onClose}
      size="wide"
    >
      <p>
        Copy it, and keep it in a file such as <code>connections.json</code>. On another computer,
        “Import” takes it.
      </p>
      {exported.isPending && <Loading />}
      {exported.error && <Failure error={exported.error} onRetry={() => void exported.refetch()} />}
      {exported.data && (
        <section className={styles.text} aria-label="Exported text">
          <CodeCard what="Connections as JSON" text={exported.data.text} copyVariant="primary" />
        </section>
      )}
    </Dialog>
  )
}
