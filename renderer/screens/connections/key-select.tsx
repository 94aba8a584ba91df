/** Which key the connection uses, and the way to find out which one the server accepts. */

import { Search } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import type { KeyPair, SavedConnection } from '../../contract.ts'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import { describeType } from '../keys/key-words.ts'
import { usableKeys } from '../setup/setup-model.ts'
import styles from './connection-detail.module.css'
import { useConnectionChange } from './use-connections.ts'

/** The value of the choice that leaves it to Keypilot; no id of a key is empty. */
const BEST = ''

export function KeySelect(props: {
  readonly connection: SavedConnection
  readonly keys: readonly KeyPair[]
  readonly selectRef: Ref<HTMLSelectElement>
  readonly onFind: () => void
}): ReactNode {
  const { connection, keys, selectRef, onFind } = props
  const save = useConnectionChange('connections.save')
  const choose = (value: string) =>
    void save({ id: connection.id, keyId: value === BEST ? null : value })
  return (
    <div className={styles.keyRow}>
      <Select
        label="Key"
        value={connection.keyId ?? BEST}
        options={keyOptions(keys, connection.keyId)}
        onValue={choose}
        controlRef={selectRef}
      />
      <Button icon={Search} onClick={onFind}>
        Which key works?
      </Button>
    </div>
  )
}

/** Usable keys, and the chosen one whatever its state. */
export function keyOptions(keys: readonly KeyPair[], chosen: string | null) {
  const usable = usableKeys(keys).map((key) => ({
    value: key.id,
    label: [key.name, describeType(key), key.encrypted && 'with a passphrase']
      .filter(Boolean)
      .join(' · '),
  }))
  const missing = chosen !== null && !usable.some(({ value }) => value === chosen)
  const name = keys.find(({ id }) => id === chosen)?.name
  return [
    { value: BEST, label: 'The best key of the ssh folder' },
    ...usable,
    ...(missing
      ? [{ value: chosen, label: name ? `${name} · has a problem` : 'A key that is not here' }]
      : []),
  ]
}
