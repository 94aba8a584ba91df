/** Finds the host this page runs in: the desktop app's preload, or the browser host over HTTP. */

import type { Bridge } from '../contract.ts'
import { createHttpBridge } from './http-bridge.ts'
import { forgetSession, signIn } from './session.ts'

export { BridgeProvider, useBridge } from './bridge-context.tsx'
export { ApiProblem, messageOf, unwrap } from './problem.ts'

declare global {
  interface Window {
    /** Put there by the desktop app's preload. */
    readonly keypilot?: Bridge
  }
}

/** The way to the host, or null when the page has none (any more). */
export interface Connection {
  current(): Bridge | null
  /** Calls back when `current` changes; returns the function that stops it. */
  onChange(listener: () => void): () => void
}

export async function connect(page: Window): Promise<Connection> {
  const listeners = new Set<() => void>()
  let bridge: Bridge | null = page.keypilot ?? null
  if (bridge === null) {
    const token = await signIn(page)
    const onEnded = () => {
      bridge = null
      forgetSession(page)
      for (const listener of listeners) listener()
    }
    if (token !== null) {
      bridge = createHttpBridge({ origin: page.location.origin, token, onEnded })
    }
  }
  return {
    current: () => bridge,
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
