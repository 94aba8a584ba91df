/** Keeps the keyboard's place when the button that was pressed goes away. */

import { type RefObject, useEffect } from 'react'

/**
 * Gives the focus to `control` when, after a change of `phase`, nothing has it any more.
 *
 * @param phase null while there was nothing to press yet
 */
export function useFallbackFocus(
  control: RefObject<HTMLElement | null>,
  phase: string | null,
): void {
  useEffect(() => {
    if (phase === null || document.activeElement !== document.body) return
    control.current?.focus({ preventScroll: true })
  }, [control, phase])
}
