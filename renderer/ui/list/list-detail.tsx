/** A list and details: side by side in a wide window, one in place of the other in a narrow one. */

import { ArrowLeft } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { useMediaQuery } from '../../hooks/use-media-query.ts'
import styles from './list-detail.module.css'

const WIDE = '(min-width: 62rem)'

/** Whether list and details stand side by side. */
export function useSideBySide(): boolean {
  return useMediaQuery(WIDE)
}

export function ListDetail(props: {
  readonly viewRef?: RefObject<HTMLDivElement | null>
  readonly sideBySide: boolean
  /** In a narrow window: the list is shown, not the details. */
  readonly isList: boolean
  readonly list: ReactNode
  readonly detail: ReactNode
}): ReactNode {
  const { viewRef, sideBySide, isList, list, detail } = props
  return (
    <div ref={viewRef} className={sideBySide ? styles.columns : styles.single}>
      {(sideBySide || isList) && <div className={styles.listPane}>{list}</div>}
      {(sideBySide || !isList) && <div className={styles.pane}>{detail}</div>}
    </div>
  )
}

/** In the list's place when the search leaves nothing of it. */
export function NothingFits(props: { readonly children: ReactNode }): ReactNode {
  return <div className={styles.nothing}>{props.children}</div>
}

/** The way back from details that took the list's place. */
export function BackToList(props: {
  readonly href: string
  readonly children: ReactNode
}): ReactNode {
  return (
    <a href={props.href} className={styles.back}>
      <ArrowLeft aria-hidden />
      {props.children}
    </a>
  )
}
