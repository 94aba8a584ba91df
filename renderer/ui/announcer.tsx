/** One polite live region for the page: short news that screen readers speak. */

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import styles from './visually-hidden.module.css'

const AnnouncerContext = createContext<(text: string) => void>(() => {})

export function AnnouncerProvider(props: { readonly children: ReactNode }): ReactNode {
  const [message, setMessage] = useState({ text: '', count: 0 })
  const announce = useCallback((text: string) => {
    setMessage((previous) => ({ text, count: previous.count + 1 }))
  }, [])
  // A new element each time: the same text twice in a row would otherwise be spoken once.
  const spoken = useMemo(() => <span key={message.count}>{message.text}</span>, [message])
  return (
    <AnnouncerContext value={announce}>
      {props.children}
      <div className={styles.hidden} role="status" aria-live="polite">
        {spoken}
      </div>
    </AnnouncerContext>
  )
}

/** The function that speaks. */
export function useAnnounce(): (text: string) => void {
  return useContext(AnnouncerContext)
}
