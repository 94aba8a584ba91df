/** Keeps the keyboard's place when a repair took away the button that led to it. */

import { screenOf } from '../shell/navigation.ts'

/** Once the dialog that closed has given the focus to whatever it knows. */
const SETTLED_MS = 100

/** Where the button was: the key it belonged to, or the screen. */
const PLACES = ['#key-name', '#connection-name', '#pod-name', 'main h1']
/** One that was opened in the meantime has the focus, and keeps it. */
const DIALOGS = '[role=dialog]:not([aria-modal="false"]), [role=alertdialog]'

/** @param opener what had the focus before; where it is still there, nothing is to be done */
export function returnFocus(opener: Element | null): void {
  if (opener === null || opener === document.body) return
  const screen = screenOf(window.location.hash)
  setTimeout(() => {
    if (opener.isConnected || document.querySelector(DIALOGS)) return
    // Another screen took the button away, and has given the focus itself.
    if (screenOf(window.location.hash) !== screen) return
    const place = PLACES.map((place) => document.querySelector<HTMLElement>(place)).find(Boolean)
    place?.focus({ preventScroll: true })
  }, SETTLED_MS)
}
