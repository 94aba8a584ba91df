/** The key pairs of the ssh folder, each with its public line, fingerprints and problems. */

import { Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { KeyPair } from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Failure, Loading } from '../../ui/query-state.tsx'
import { Card, Row, Screen } from '../../ui/screen.tsx'
import { useToast } from '../../ui/toast.tsx'
import { KeyForm } from './key-form.tsx'
import { KeyItem } from './key-item.tsx'
import styles from './keys-screen.module.css'

export function KeysScreen(): ReactNode {
  const keys = useApiQuery('keys.list', {})
  const [making, setMaking] = useState(false)
  const toast = useToast()
  const made = (key: KeyPair) => {
    setMaking(false)
    toast('Key made', `${key.name} is in your ssh folder.`)
  }
  return (
    <Screen
      title="Keys"
      lead="The key pairs in your ssh folder. Private keys stay in their files: nothing here shows or copies them."
      action={
        keys.data && keys.data.length > 0 ? (
          <Button variant="primary" icon={Plus} onClick={() => setMaking(true)}>
            New key
          </Button>
        ) : undefined
      }
    >
      {keys.isPending && <Loading />}
      {keys.error && <Failure error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.data?.length === 0 && <NoKeys onMake={() => setMaking(true)} />}
      {keys.data && keys.data.length > 0 && <KeyList keys={keys.data} />}
      {making && (
        <Dialog
          title="New key"
          description="An Ed25519 key pair: short, strong, and accepted everywhere on RunPod."
          onClose={() => setMaking(false)}
        >
          <KeyForm inDialog onMade={made} onCancel={() => setMaking(false)} />
        </Dialog>
      )}
    </Screen>
  )
}

function KeyList(props: { readonly keys: readonly KeyPair[] }): ReactNode {
  return (
    <ul className={styles.list}>
      {props.keys.map((key) => (
        <KeyItem key={`${key.id} ${key.name}`} keyPair={key} />
      ))}
    </ul>
  )
}

function NoKeys(props: { readonly onMake: () => void }): ReactNode {
  return (
    <Card tone="quiet" title="No key yet">
      <p>
        A key pair is how your computer proves who you are to a pod. Making one takes a second, and
        changes nothing else on this computer.
      </p>
      <Row>
        <Button variant="primary" icon={Plus} onClick={props.onMake}>
          Make your first key
        </Button>
      </Row>
    </Card>
  )
}
