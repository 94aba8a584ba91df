/** The browser page without a session: the host has stopped, or the address was used before. */

import { type ReactNode, useEffect } from 'react'
import { FullPage } from './full-page.tsx'

export function SessionEnded(): ReactNode {
  useEffect(() => {
    document.title = 'Session ended · Keypilot'
  }, [])
  return (
    <FullPage title="This page’s session has ended">
      <p>
        To go on, start Keypilot again: it opens a new page. In a terminal that is{' '}
        <code>npm start</code> or <code>keypilot open</code>. You can close this one.
      </p>
      <p>
        A session ends when Keypilot is closed, or when nothing happens for a while. Your keys and
        everything you saved are still on this computer.
      </p>
    </FullPage>
  )
}
