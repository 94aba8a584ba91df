/** Which screen is shown: kept in the address (`#/keys`), so that Back and Forward work. */

import { useSyncExternalStore } from 'react'

export const SCREEN_IDS = ['setup', 'keys', 'connections', 'health', 'runpod', 'settings'] as const
export type ScreenId = (typeof SCREEN_IDS)[number]

/** The screen an address names; Setup for anything else. */
export function screenOf(hash: string): ScreenId {
  const name = hash.replace(/^#\//, '')
  return SCREEN_IDS.find((id) => id === name) ?? 'setup'
}

export function hrefOf(screen: ScreenId): string {
  return `#/${screen}`
}

export function goTo(screen: ScreenId): void {
  window.location.hash = hrefOf(screen)
}

export function useScreen(): ScreenId {
  return useSyncExternalStore(subscribe, () => screenOf(window.location.hash))
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}
