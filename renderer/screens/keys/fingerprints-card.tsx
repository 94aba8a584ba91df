/** What tells a key from others: two fingerprints in text, and two pictures. */

import { type ReactNode, useMemo } from 'react'
import type { KeyPair } from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import { CodeCard } from '../../ui/code-card.tsx'
import { Failure, Loading } from '../../ui/query-state.tsx'
import { Card } from '../../ui/screen.tsx'
import styles from './fingerprints-card.module.css'
import { refOf } from './key-address.ts'
import { drawQrCode } from './qr-code.ts'

export function FingerprintsCard(props: { readonly keyPair: KeyPair }): ReactNode {
  const { keyPair } = props
  if (keyPair.fingerprint === null) return null
  return (
    <Card level={3} title="Fingerprints and pictures">
      <p>
        Two keys with the same fingerprint are the same key. Compare it wherever a server or a
        website shows one.
      </p>
      <CodeCard what="SHA256" text={keyPair.fingerprint.sha256} />
      <CodeCard what="MD5, for older programs" text={keyPair.fingerprint.md5} />
      <div className={styles.pictures}>
        <Randomart keyPair={keyPair} />
        <QrCode keyPair={keyPair} />
      </div>
    </Card>
  )
}

function Randomart(props: { readonly keyPair: KeyPair }): ReactNode {
  const art = useApiQuery('keys.randomart', refOf(props.keyPair))
  return (
    <figure className={styles.picture}>
      {art.isPending && <Loading />}
      {art.error && <Failure error={art.error} onRetry={() => void art.refetch()} />}
      {art.data && (
        // The drawing says nothing when it is read out character by character.
        <pre role="img" aria-label="Randomart of the fingerprint" className={styles.art}>
          {art.data.text}
        </pre>
      )}
      <figcaption>
        <strong>Randomart.</strong> The fingerprint as a drawing, the same one that{' '}
        <code>ssh-keygen -lv</code> makes. Two drawings are compared at a glance.
      </figcaption>
    </figure>
  )
}

function QrCode(props: { readonly keyPair: KeyPair }): ReactNode {
  const line = useApiQuery('keys.export', { ...refOf(props.keyPair), format: 'openssh-public' })
  const text = line.data?.text.trim() ?? null
  const picture = useMemo(() => (text === null ? null : drawQrCode(text)), [text])
  // The card above says why the line could not be read.
  if (text === null) return null
  if (picture === null) {
    return (
      <p className={styles.note}>
        This public key is too long for a QR code that a phone could read. Copy the line instead.
      </p>
    )
  }
  return (
    <figure className={styles.picture}>
      <svg
        viewBox={`0 0 ${picture.size} ${picture.size}`}
        role="img"
        aria-label="QR code of the public key line"
        className={styles.qr}
        shapeRendering="crispEdges"
      >
        <path d={picture.path} />
      </svg>
      <figcaption>
        <strong>QR code.</strong> The public key line, to carry it to a phone or another computer by
        camera. No part of the private key is in it.
      </figcaption>
    </figure>
  )
}
