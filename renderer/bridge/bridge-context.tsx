/** Hands the Bridge to every component. */

import { createContext, type ReactNode, useContext } from 'react'
import type { Bridge } from '../contract.ts'

const BridgeContext = createContext<Bridge | null>(null)

export function BridgeProvider(props: {
  readonly bridge: Bridge
  readonly children: ReactNode
}): ReactNode {
  return <BridgeContext value={props.bridge}>{props.children}</BridgeContext>
}

export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext)
  if (bridge === null) throw new Error('useBridge needs a BridgeProvider above it')
  return bridge
}
