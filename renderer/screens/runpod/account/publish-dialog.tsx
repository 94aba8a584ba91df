/** Puts a public key on RunPod: one of this computer, or a line that somebody gave. */

import { type ReactNode, useState } from 'react'
import type { AccountKeysChange, KeyPair } from '../../../contract.ts'
import { Select, TextArea } from '../../../ui/field.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { Loading } from '../../../ui/query-state.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { describeType } from '../../keys/key-words.ts'
import { looksLikePrivateKey } from '../../setup/paste-model.ts'
import { bestKey, usableKeys } from '../../setup/setup-model.ts'
import styles from './account.module.css'
import {
  BEFORE_WRITING,
  ConfirmWord,
  failureTitle,
  isConfirmed,
  wordFor,
  writeAction,
} from './keys-change-dialog.tsx'
import { KeysPlanView } from './keys-plan-view.tsx'
import { type KeysCourse, useKeysChange } from './use-keys-change.ts'

type From = 'here' | 'pasted'

export function PublishDialog(props: {
  readonly keys: readonly KeyPair[]
  readonly onClose: () => void
}): ReactNode {
  const { keys, onClose } = props
  const usable = usableKeys(keys)
  const [from, setFrom] = useState<From>(usable.length > 0 ? 'here' : 'pasted')
  const [keyId, setKeyId] = useState(bestKey(keys)?.id ?? '')
  const [text, setText] = useState('')
  const [secret, setSecret] = useState(false)
  const [word, setWord] = useState('')
  const course = useKeysChange(changeOf(from, keyId, text))
  const { plan } = course
  const onText = (value: string) => {
    // A private key goes nowhere: neither to RunPod nor to the check.
    const found = looksLikePrivateKey(value)
    setSecret(found)
    setText(found ? '' : value)
  }
  const write = async () => {
    if (course.outdated || plan === null) course.look()
    else if (plan.noChange || (await course.apply(wordFor(plan, word))) !== null) onClose()
  }
  return (
    <FormDialog
      title="Publish a key"
      description={BEFORE_WRITING}
      action={writeAction(plan, course)}
      size="wide"
      working={course.busy ? 'Writing to RunPod, and reading it back…' : null}
      failure={course.failure}
      failureTitle={failureTitle(course)}
      disabled={plan === null ? course.failure === null : !isConfirmed(plan, word)}
      onSubmit={() => void write()}
      onStop={course.stop}
      onClose={onClose}
    >
      <Segmented<From>
        legend="Take it from"
        value={from}
        options={[
          { value: 'here', label: 'This computer' },
          { value: 'pasted', label: 'A pasted line' },
        ]}
        onValue={setFrom}
      />
      {from === 'here' && <LocalKeys keys={usable} keyId={keyId} onKey={setKeyId} />}
      {from === 'pasted' && (
        <TextArea
          label="Public key"
          hint="One line or several. Mistakes that can be repaired are repaired, and shown below."
          value={text}
          onValue={onText}
          placeholder="ssh-ed25519 AAAA… name"
          error={
            secret
              ? 'That was a private key. The box was cleared; paste the public half, the line in the .pub file.'
              : null
          }
        />
      )}
      <Planned course={course} asked={changeOf(from, keyId, text) !== null} />
      {plan && <ConfirmWord plan={plan} word={word} onWord={setWord} />}
    </FormDialog>
  )
}

function changeOf(from: From, keyId: string, text: string): AccountKeysChange | null {
  if (from === 'here') return keyId === '' ? null : { kind: 'publish', keyId }
  return text.trim() === '' ? null : { kind: 'publish-text', text }
}

function LocalKeys(props: {
  readonly keys: readonly KeyPair[]
  readonly keyId: string
  readonly onKey: (keyId: string) => void
}): ReactNode {
  const { keys, keyId, onKey } = props
  if (keys.length === 0) {
    return (
      <p>
        There is no usable key on this computer yet. <a href="#/keys">Make one on Keys</a>, then
        come back.
      </p>
    )
  }
  return (
    <Select
      label="Key"
      hint="Only its public half is sent. The private half stays in its file."
      value={keyId}
      options={keys.map((key) => ({
        value: key.id,
        label: [key.name, describeType(key), key.comment].filter(Boolean).join(' · '),
      }))}
      onValue={onKey}
    />
  )
}

function Planned(props: { readonly course: KeysCourse; readonly asked: boolean }): ReactNode {
  const { course, asked } = props
  return (
    <div aria-live="polite" className={styles.stack}>
      {course.plan && <KeysPlanView plan={course.plan} />}
      {asked && course.plan === null && course.failure === null && <Loading />}
    </div>
  )
}
