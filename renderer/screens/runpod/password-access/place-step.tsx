/** Step 2: which pod, and which key. */

import { type ReactNode, useRef } from 'react'
import { addressOf } from '../../../commands/target.ts'
import type { KeyPair, SavedConnection, Target } from '../../../contract.ts'
import { Callout } from '../../../ui/callout.tsx'
import { Select } from '../../../ui/field.tsx'
import { SecretField } from '../../../ui/secret-field.tsx'
import { type PastedCommand, PastedCommandBox } from '../../connections/dialogs/pasted-command.tsx'
import { keyOptions } from '../../connections/key-select.tsx'
import styles from './password-access.module.css'

/** The choice that takes a pasted command; no id of a connection is empty. */
export const PASTED = ''

export interface PlaceStepProps {
  /** Those that this works for. */
  readonly connections: readonly SavedConnection[]
  /** Id of the chosen one, or `PASTED`. */
  readonly chosen: string
  readonly onChosen: (id: string) => void
  /** The connection is given, so there is no choice. */
  readonly isFixed: boolean
  readonly text: string
  readonly onText: (text: string) => void
  readonly command: PastedCommand
  readonly target: Target | null
  readonly keys: readonly KeyPair[]
  readonly keyId: string
  readonly onKeyId: (id: string) => void
  readonly passphraseRef: React.Ref<HTMLInputElement>
}

export function PlaceStep(props: PlaceStepProps): ReactNode {
  const { connections, chosen, onChosen, isFixed, keys, keyId, onKeyId, target } = props
  const box = useRef<HTMLTextAreaElement>(null)
  const key = keys.find(({ id }) => id === keyId)
  const options = keyOptions(keys, keyId === '' ? null : keyId).slice(1)
  return (
    <section className={styles.step}>
      <h3>{isFixed ? '2. Say which key' : '2. Say which pod and which key'}</h3>
      {!isFixed && connections.length > 0 && (
        <Select
          label="Pod"
          value={chosen}
          options={[
            ...connections.map(({ id, name, target }) => ({
              value: id,
              label: `${name} · ${addressOf(target)}`,
            })),
            { value: PASTED, label: 'Another one: I paste its command' },
          ]}
          onValue={onChosen}
        />
      )}
      {!isFixed && chosen === PASTED && (
        <PastedCommandBox
          command={props.command}
          text={props.text}
          onText={props.onText}
          boxRef={box}
        />
      )}
      {target?.kind === 'runpod-proxy' && <ProxyNotice />}
      {options.length === 0 ? (
        <Callout tone="warning" title="There is no key yet">
          <p>Make a key pair on the Keys page first, then come back.</p>
        </Callout>
      ) : (
        <Select label="Key" value={keyId} options={options} onValue={onKeyId} />
      )}
      {key?.encrypted && (
        <SecretField
          label={`Passphrase of ${key.name}`}
          hint="To prove that the key works before password login is turned off."
          inputRef={props.passphraseRef}
        />
      )}
    </section>
  )
}

function ProxyNotice(): ReactNode {
  return (
    <Callout tone="warning" title="Not through the proxy">
      <p>
        RunPod’s proxy (ssh.runpod.io) takes no passwords. Copy the command under “SSH over exposed
        TCP” on the pod’s Connect tab. If it is not there, the pod does not expose TCP port 22.
      </p>
    </Callout>
  )
}
