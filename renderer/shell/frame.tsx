/** The frame around every screen: skip link, sidebar, and the screen itself. */

import { type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { useApiQuery, useSettingsChanges } from '../hooks/use-api.ts'
import { useKeyChanges } from '../hooks/use-key-changes.ts'
import { Brand } from './brand.tsx'
import styles from './frame.module.css'
import { hrefOf, type ScreenId, useScreen } from './navigation.ts'
import { SCREENS } from './screens.ts'
import { applyTheme, rememberTheme } from './theme.ts'

export function Frame(): ReactNode {
  const current = useScreen()
  const main = useRef<HTMLElement>(null)
  useTheme()
  useKeyChanges()
  useSettingsChanges()
  useScreenChange(current, main)
  const screen = SCREENS.find(({ id }) => id === current)
  return (
    <div className={styles.frame}>
      {/* A button, since following a link would change the address, which names the screen. */}
      <button type="button" className={styles.skip} onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <Sidebar current={current} />
      <main id="main" ref={main} tabIndex={-1} className={styles.main}>
        {screen && <screen.component key={screen.id} />}
      </main>
    </div>
  )
}

function Sidebar(props: { readonly current: ScreenId }): ReactNode {
  return (
    <header className={styles.column}>
      <div className={styles.sidebar}>
        <Brand />
        <nav aria-label="Screens">
          <ul className={styles.links}>
            {SCREENS.map(({ id, title, icon: Icon }) => (
              <li key={id}>
                <a
                  href={hrefOf(id)}
                  className={styles.link}
                  aria-current={id === props.current ? 'page' : undefined}
                >
                  <Icon aria-hidden className={styles.icon} />
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </header>
  )
}

function useTheme(): void {
  const theme = useApiQuery('settings.read', {}).data?.theme
  useEffect(() => {
    if (theme === undefined) return
    applyTheme(theme)
    rememberTheme(theme)
  }, [theme])
}

/** Names the window after the screen; on a change, the focus goes to the screen's heading. */
function useScreenChange(current: ScreenId, main: RefObject<HTMLElement | null>): void {
  const previous = useRef(current)
  useEffect(() => {
    const title = SCREENS.find(({ id }) => id === current)?.title
    document.title = `${title} · Keypilot`
    if (previous.current === current) return
    previous.current = current
    window.scrollTo(0, 0)
    main.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true })
  }, [current, main])
}
