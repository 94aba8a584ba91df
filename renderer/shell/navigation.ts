/** Which screen is shown, and what on it: kept in the address (`#/keys/…`), so that Back and Forward work. */

import { useSyncExternalStore } from 'react'

export const SCREEN_IDS = [
  'setup',
  'keys',
  'connections',
  'config',
  'health',
  'runpod',
  'help',
  'settings',
] as const
export type ScreenId = (typeof SCREEN_IDS)[number]

export interface Place {
  readonly screen: ScreenId
  /** What is shown on the screen, e.g. one key; null for the screen as a whole. */
  readonly item: string | null
}

const ADDRESS = /^#\/([a-z]+)(?:\/([^/]+))?$/
const START: Place = { screen: 'setup', item: null }

/** The place an address names; Setup for anything else. */
export function placeOf(hash: string): Place {
  const [, name, encoded] = ADDRESS.exec(hash) ?? []
  const screen = SCREEN_IDS.find((id) => id === name)
  if (screen === undefined) return START
  if (encoded === undefined) return { screen, item: null }
  try {
    return { screen, item: decodeURIComponent(encoded) }
  } catch {
    return START
  }
}

export function screenOf(hash: string): ScreenId {
  return placeOf(hash).screen
}

export function hrefOf(screen: ScreenId, item: string | null = null): string {
  return item === null ? `#/${screen}` : `#/${screen}/${encodeURIComponent(item)}`
}

export function goTo(screen: ScreenId, item: string | null = null): void {
  window.location.hash = hrefOf(screen, item)
}

/** Changes the address without a step for Back, for what only got another name. */
export function replacePlace(screen: ScreenId, item: string | null): void {
  window.location.replace(hrefOf(screen, item))
}

export function useScreen(): ScreenId {
  return useSyncExternalStore(subscribe, () => screenOf(window.location.hash))
}

/** The item of the address, for the screen that is shown. */
export function usePlaceItem(): string | null {
  return useSyncExternalStore(subscribe, () => placeOf(window.location.hash).item)
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener)
  return () => window.removeEventListener('hashchange', listener)
}
