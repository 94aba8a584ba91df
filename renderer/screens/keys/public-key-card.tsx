/** The public half, to be copied: as a line, for RunPod, or in the formats of other programs. */

import { FolderOpen } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { messageOf } from '../../bridge/index.ts'
import type { ExportKeyParams, KeyPair } from '../../contract.ts'
import { useApiMutation, useApiQuery } from '../../hooks/use-api.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { CodeCard } from '../../ui/code-card.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Failure, Loading } from '../../ui/query-state.tsx'
import { Card, Row } from '../../ui/screen.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { useToast } from '../../ui/toast.tsx'
import { refOf } from './key-address.ts'
import { describePlace } from './key-words.ts'

type Format = ExportKeyParams['format']

const FORMATS: readonly { readonly value: Format; readonly label: string }[] = [
  { value: 'openssh-public', label: 'OpenSSH' },
  { value: 'rfc4716', label: 'RFC 4716' },
  { value: 'pem-public', label: 'PEM' },
]

const FORMAT_HINTS: Readonly<Record<Format, string>> = {
  'openssh-public': 'One line, for RunPod, GitHub and authorized_keys on servers.',
  rfc4716: 'For programs that ask for an “SSH2 public key”, such as some commercial servers.',
  'pem-public': 'For programs that work with OpenSSL.',
}

interface PublicKeyCardProps {
  readonly keyPair: KeyPair
  readonly sshDir: string
  readonly canReveal: boolean
  readonly onComment: () => void
}

export function PublicKeyCard(props: PublicKeyCardProps): ReactNode {
  const { keyPair } = props
  const [format, setFormat] = useState<Format>('openssh-public')
  const exported = useApiQuery('keys.export', { ...refOf(keyPair), format })
  return (
    <Card level={3} title="Public key">
      <p>It is meant to be given away. The private key stays in its file on this computer.</p>
      {exported.isPending && <Loading />}
      {exported.error && <Failure error={exported.error} onRetry={() => void exported.refetch()} />}
      {exported.data && (
        <CodeCard what={`Public key of ${keyPair.name}`} text={exported.data.text.trim()} />
      )}
      <Segmented legend="Format" value={format} options={FORMATS} onValue={setFormat} />
      <p>{FORMAT_HINTS[format]}</p>
      {keyPair.pair === 'unreadable' ? <NotForRunpod /> : <ForRunpod {...props} />}
    </Card>
  )
}

/** A line that a pod accepts is no use without the private half of it. */
function NotForRunpod(): ReactNode {
  return (
    <Callout tone="warning" title="Not for RunPod as it is">
      <p>
        The private key beside this line cannot be read, so a pod that accepts the line would still
        not let you in. Repair the key first, or use another one.
      </p>
    </Callout>
  )
}

function ForRunpod(props: PublicKeyCardProps): ReactNode {
  const { keyPair, sshDir, canReveal, onComment } = props
  const line = useApiQuery('keys.export', { ...refOf(keyPair), format: 'openssh-public' })
  const reveal = useApiMutation('system.reveal')
  const toast = useToast()
  const show = () =>
    reveal.mutate(
      { what: 'ssh-folder' },
      { onError: (error) => toast('The folder could not be shown', messageOf(error)) },
    )
  return (
    <>
      {line.data && (
        <>
          <p>
            For RunPod: copy it, open RunPod’s settings, and paste it into{' '}
            <strong>SSH Public Keys</strong>, on a line of its own below what is there. Pods made
            after that accept it.
          </p>
          <Row>
            <CopyButton
              text={line.data.text.trim()}
              what="Public key for RunPod"
              label="Copy for RunPod"
              variant="primary"
            />
            <LinkButton link="runpod-settings">Open RunPod settings</LinkButton>
            {canReveal && describePlace(keyPair, sshDir) === null && (
              <Button icon={FolderOpen} onClick={show}>
                Show in folder
              </Button>
            )}
          </Row>
        </>
      )}
      {keyPair.comment === '' && (
        <Callout tone="info" title="This key has no comment">
          <p>RunPod lists keys by their comment, so without one it is hard to find there.</p>
          <Button onClick={onComment}>Add a comment…</Button>
        </Callout>
      )}
    </>
  )
}
