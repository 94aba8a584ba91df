/** The list of keys. */

import type { ReactNode } from 'react'
import type { KeyPair } from '../../contract.ts'
import { hrefOf } from '../../shell/navigation.ts'
import { VirtualList } from '../../ui/list/virtual-list.tsx'
import { addressOf } from './key-address.ts'
import { KeyRow } from './key-row.tsx'

/** Two lines of text and a line of tags. */
const ROW_HEIGHT_PX = 92

export function KeyList(props: {
  readonly keys: readonly KeyPair[]
  readonly selected: KeyPair | null
  readonly sshDir: string
  /** Another search, filter or order: the list starts again at its top. */
  readonly viewName: string
}): ReactNode {
  const { keys, selected, sshDir, viewName } = props
  return (
    <VirtualList
      label="Keys"
      memory="keys"
      items={keys}
      selected={selected}
      addressOf={addressOf}
      hrefOf={(key) => hrefOf('keys', addressOf(key))}
      rowHeightPx={ROW_HEIGHT_PX}
      viewName={viewName}
    >
      {(keyPair) => <KeyRow keyPair={keyPair} sshDir={sshDir} />}
    </VirtualList>
  )
}
