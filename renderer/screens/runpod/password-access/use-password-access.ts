/** What was chosen in the three steps, and the calls that follow from it. */

import { type RefObject, useRef, useState } from 'react'
import type {
  KeyPair,
  PasswordAccess,
  PasswordTracesParams,
  SavedConnection,
  Target,
} from '../../../contract.ts'
import { useAction } from '../../../hooks/use-action.ts'
import { usePastedCommand } from '../../connections/dialogs/pasted-command.tsx'
import { bestKey } from '../../setup/setup-model.ts'
import { PASTED } from './place-step.tsx'
import type { Kind } from './turn-on-step.tsx'
import { useInstall } from './use-install.ts'

export function usePasswordAccess(
  connections: readonly SavedConnection[],
  keys: readonly KeyPair[],
  fixed: SavedConnection | null,
) {
  const [kind, setKind] = useState<Kind>('generated')
  const [prepared, setPrepared] = useState<PasswordAccess | null>(null)
  const [missing, setMissing] = useState<string | null>(null)
  const [turnsOff, setTurnsOff] = useState(true)
  const place = usePlace(connections, keys, fixed)
  const preparation = useAction('passwordAccess.prepare')
  const install = useInstall()
  const password = useRef<HTMLInputElement>(null)
  const passphrase = useRef<HTMLInputElement>(null)

  const prepare = async () => setPrepared(await preparation.start({ password: kind }))
  const choose = (next: Kind) => {
    setKind(next)
    setPrepared(null)
  }
  const start = async () => {
    const session = kind === 'generated' ? (prepared?.session ?? null) : null
    const lacking = place.lacking ?? whatLacksOf(kind, session, password.current?.value ?? '')
    setMissing(lacking)
    if (lacking !== null || place.params === null) return
    const done = await install.start({
      ...place.params,
      ...(session === null ? { password: take(password) } : { session }),
      ...passphraseOf(take(passphrase)),
      hostKeyPolicy: 'ask',
      turnOff: turnsOff,
    })
    // The password was of use, and is forgotten: the text would be of none.
    if (done?.verdict === 'ok' && turnsOff) setPrepared(null)
  }
  const tracesParams = (): PasswordTracesParams | null => {
    setMissing(place.lacking)
    if (place.params === null) return null
    return {
      ...place.params,
      ...passphraseOf(passphrase.current?.value ?? ''),
      hostKeyPolicy: 'strict',
    }
  }
  return {
    ...{ kind, choose, prepared, prepare, preparation, place, install, missing },
    ...{ turnsOff, setTurnsOff, start, tracesParams, password, passphrase },
  }
}

function usePlace(
  connections: readonly SavedConnection[],
  keys: readonly KeyPair[],
  fixed: SavedConnection | null,
) {
  const [chosen, setChosen] = useState(fixed?.id ?? connections[0]?.id ?? PASTED)
  const [keyId, setKeyId] = useState<string | null>(fixed?.keyId ?? null)
  const [text, setText] = useState('')
  const command = usePastedCommand(text)
  const connection = fixed ?? connections.find(({ id }) => id === chosen) ?? null
  const target: Target | null = connection?.target ?? command.target
  const key = keys.find(({ id }) => id === keyId) ?? bestKey(keys)
  const lacking = whatLacks(target, key)
  const where = connection ? { connectionId: connection.id } : target ? { target } : null
  return {
    ...{ chosen, setChosen, setKeyId, text, setText, command, target, lacking },
    keyId: key?.id ?? '',
    params: lacking === null && where && key ? { ...where, keyId: key.id } : null,
  }
}

function whatLacks(target: Target | null, key: KeyPair | null): string | null {
  if (target === null) return 'Say in step 2 which pod it is.'
  if (target.kind === 'runpod-proxy') return 'This does not work through the proxy: see step 2.'
  return key === null ? 'Make a key pair on the Keys page first.' : null
}

function whatLacksOf(kind: Kind, session: string | null, typed: string): string | null {
  if (kind === 'own') return typed === '' ? 'Type the password first.' : null
  return session === null ? 'Make the text in step 1 first, and paste it on the pod.' : null
}

function passphraseOf(passphrase: string) {
  return passphrase === '' ? {} : { passphrase }
}

/** Reads a secret, and empties its field. */
function take(field: RefObject<HTMLInputElement | null>): string {
  const { current } = field
  if (current === null) return ''
  const { value } = current
  current.value = ''
  return value
}
