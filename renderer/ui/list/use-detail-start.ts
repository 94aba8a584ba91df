/** Where the reader is when other details are shown: at their beginning. */

import { type RefObject, useEffect, useRef } from 'react'

/**
 * @param alone the details took the place of the list: their heading gets the focus
 */
export function useDetailStart(heading: RefObject<HTMLElement | null>, alone: boolean): void {
  useEffect(() => {
    const element = heading.current
    if (element === null) return
    if (element.getBoundingClientRect().top < 0) element.scrollIntoView({ block: 'start' })
    if (alone) element.focus()
  }, [heading, alone])
}

/** Once a dialog has tried to give the focus back to a button that went away with what it was about. */
const SETTLED_MS = 100

/** Keeps the keyboard's place when the item that had it is gone: at the one shown instead. */
export function useFocusAfterRemoval(
  view: RefObject<HTMLElement | null>,
  shown: string | null,
): void {
  const before = useRef(shown)
  useEffect(() => {
    if (before.current === shown) return
    before.current = shown
    const timer = setTimeout(() => {
      if (document.activeElement !== document.body) return
      view.current
        ?.querySelector<HTMLElement>('li > a[tabindex="0"], h2[tabindex]')
        ?.focus({ preventScroll: true })
    }, SETTLED_MS)
    return () => clearTimeout(timer)
  }, [view, shown])
}
