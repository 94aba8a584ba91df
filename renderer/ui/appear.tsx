/** Brings what has just appeared into view, by the shortest way; what is in view stays in place. */

import { type ReactNode, useEffect, useRef } from 'react'
import styles from './appear.module.css'
import { cx } from './cx.ts'

export function Appear(props: {
  readonly className?: string | undefined
  readonly children: ReactNode
}): ReactNode {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Newer engines return a promise from it, which must not become the effect's clean-up.
    void element.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <div ref={element} className={cx(styles.appear, props.className)}>
      {props.children}
    </div>
  )
}
