/** Step 3: the button, with the password where the person chose one. */

import { KeyRound } from 'lucide-react'
import { type ReactNode, type Ref, useRef } from 'react'
import { useFallbackFocus } from '../../../hooks/use-fallback-focus.ts'
import { Button } from '../../../ui/button.tsx'
import { CheckField } from '../../../ui/field.tsx'
import { Row } from '../../../ui/screen.tsx'
import { SecretField } from '../../../ui/secret-field.tsx'
import { asksForHostKey } from './install-model.ts'
import { InstallSteps } from './install-steps.tsx'
import styles from './password-access.module.css'
import type { Kind } from './turn-on-step.tsx'
import type { Install } from './use-install.ts'

export function InstallStep(props: {
  readonly kind: Kind
  readonly install: Install
  readonly turnsOff: boolean
  readonly onTurnsOff: (turnsOff: boolean) => void
  readonly passwordRef: Ref<HTMLInputElement>
  /** Why it cannot start yet; null when it can. */
  readonly missing: string | null
  readonly onStart: () => void
}): ReactNode {
  const { kind, install, turnsOff, onTurnsOff, passwordRef, missing, onStart } = props
  const main = useRef<HTMLButtonElement>(null)
  // While it waits for an answer about the host key, that answer is the main button.
  const asks = install.result !== null && asksForHostKey(install.result)
  useFallbackFocus(main, install.busy ? 'busy' : (install.result?.verdict ?? null))
  return (
    <section className={styles.step}>
      <h3>3. Install my key</h3>
      {kind === 'own' && (
        <SecretField
          label="The password you typed in the web terminal"
          hint="It is sent to the pod, encrypted, and then forgotten."
          inputRef={passwordRef}
        />
      )}
      <CheckField
        label="Turn password login off as soon as the key works"
        checked={turnsOff}
        onChecked={onTurnsOff}
      />
      <div>
        <Row>
          <Button
            ref={main}
            variant={asks ? 'secondary' : 'primary'}
            size={asks ? 'normal' : 'large'}
            icon={KeyRound}
            busy={install.busy}
            onClick={onStart}
          >
            {install.busy ? 'Installing…' : 'Install my key'}
          </Button>
          {install.busy && (
            <Button variant="quiet" onClick={install.cancel}>
              Cancel
            </Button>
          )}
        </Row>
        <div aria-live="polite">
          {missing !== null && <p className={styles.missing}>{missing}</p>}
        </div>
      </div>
      <InstallSteps install={install} />
    </section>
  )
}
