/**
 * The field for the API key. It belongs to the page alone: its text is read once when the form is sent,
 * and the field is emptied before the answer comes, whatever that is.
 */

import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import type { RunpodStatus } from '../../../contract.ts'
import { Button } from '../../../ui/button.tsx'
import { Row } from '../../../ui/screen.tsx'
import { SecretField } from '../../../ui/secret-field.tsx'
import styles from './account.module.css'
import { useGiveApiKey } from './give-api-key.tsx'

export function ApiKeyForm(props: {
  readonly storage: RunpodStatus['storage']
  readonly onDone?: () => void
}): ReactNode {
  const { storage, onDone } = props
  const field = useRef<HTMLInputElement>(null)
  const [empty, setEmpty] = useState(false)
  const key = useGiveApiKey()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const input = field.current
    if (input === null || key.busy) return
    const missing = input.value.trim() === ''
    setEmpty(missing)
    if (missing) {
      input.focus()
      return
    }
    const answer = key.give({ apiKey: input.value.trim() })
    input.value = ''
    if (await answer) onDone?.()
    else input.focus()
  }
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <SecretField
        label="API key of RunPod"
        hint="Starts with “rpa_”. The field is emptied as soon as you press Connect."
        error={empty ? 'Paste the API key first.' : null}
        inputRef={field}
      />
      {key.failure}
      <Row>
        <Button type="submit" variant="primary" busy={key.busy}>
          {key.busy ? 'Asking RunPod…' : 'Connect'}
        </Button>
      </Row>
      <p className={styles.soft}>{storage.detail}</p>
    </form>
  )
}
