/** News that appears on the screen and is spoken, too. */

import { type ReactNode, useEffect, useState } from 'react'

/** So long a live region must be there before screen readers hear what changes in it. */
const NOTICED_MS = 100

/**
 * A key for the words of a live region that comes together with them. Screen readers speak what
 * changes in a region, and not what it came with: so the words are put there once more.
 *
 * @param speaks false for what is not news
 */
export function useSpokenKey(speaks: boolean): string {
  const [noticed, setNoticed] = useState(false)
  useEffect(() => {
    if (!speaks) return
    const timer = setTimeout(() => setNoticed(true), NOTICED_MS)
    return () => clearTimeout(timer)
  }, [speaks])
  return noticed ? 'again' : 'first'
}

export function Spoken(props: { readonly children: ReactNode }): ReactNode {
  return (
    <p role="status">
      <span key={useSpokenKey(true)}>{props.children}</span>
    </p>
  )
}
