/**
 * A list of links. Only the rows in view are in the document, so that hundreds stay quick; the list
 * still tells how many there are, and the arrow keys and typing reach every one.
 */

import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { useRemembered } from '../../hooks/use-remembered.ts'
import { type ListItem, useListKeyboard } from './use-list-keyboard.ts'
import styles from './virtual-list.module.css'
import { withRow } from './visible-rows.ts'

export interface VirtualListProps<T extends ListItem> {
  readonly label: string
  /** One word, under which scroll and keyboard place are remembered while the window is open. */
  readonly memory: string
  readonly items: readonly T[]
  readonly selected: T | null
  /** Names an item for as long as it exists. */
  readonly addressOf: (item: T) => string
  readonly hrefOf: (item: T) => string
  /** What a row usually takes; the real height is measured. */
  readonly rowHeightPx: number
  /** Another search, filter or order: the list starts again at its top. */
  readonly viewName: string
  readonly children: (item: T) => ReactNode
}

export function VirtualList<T extends ListItem>(props: VirtualListProps<T>): ReactNode {
  const { label, memory, items, selected, addressOf, rowHeightPx, viewName } = props
  const scroller = useRef<HTMLDivElement>(null)
  const [offset, setOffset] = useRemembered(`${memory}.scroll`, 0)
  useTopOfNewView(scroller, memory, viewName)
  const keyboard = useListKeyboard({ memory, items, selected, addressOf })
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    getItemKey: (index) => addressOf(items[index] as T),
    initialOffset: offset,
    overscan: 4,
    rangeExtractor: (range) => withRow(range, keyboard.row),
  })
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      onScroll={(event) => setOffset(event.currentTarget.scrollTop)}
    >
      <ul
        ref={keyboard.list}
        className={styles.list}
        aria-label={label}
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={(event) => keyboard.onKeyDown(event, virtual.scrollToIndex)}
      >
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const item = items[index]
          if (item === undefined) return null
          return (
            <Row
              key={key}
              {...{ index, start }}
              count={items.length}
              href={props.hrefOf(item)}
              current={item === selected}
              inTabOrder={index === keyboard.row}
              onFocus={() => keyboard.onFocus(index)}
              measure={virtual.measureElement}
            >
              {props.children(item)}
            </Row>
          )
        })}
      </ul>
    </div>
  )
}

function Row(props: {
  readonly index: number
  readonly count: number
  /** Pixels from the top of the list. */
  readonly start: number
  readonly href: string
  readonly current: boolean
  readonly inTabOrder: boolean
  readonly onFocus: () => void
  readonly measure: (row: HTMLElement | null) => void
  readonly children: ReactNode
}): ReactNode {
  const { index, count, start, href, current, inTabOrder, onFocus, measure, children } = props
  return (
    <li
      ref={measure}
      data-index={index}
      className={styles.row}
      style={{ transform: `translateY(${start}px)` }}
      aria-setsize={count}
      aria-posinset={index + 1}
    >
      <a
        href={href}
        className={styles.link}
        aria-current={current ? 'true' : undefined}
        tabIndex={inTabOrder ? 0 : -1}
        onFocus={onFocus}
      >
        {children}
      </a>
    </li>
  )
}

function useTopOfNewView(
  scroller: RefObject<HTMLElement | null>,
  memory: string,
  viewName: string,
): void {
  const [shown, setShown] = useRemembered(`${memory}.shown`, viewName)
  useEffect(() => {
    if (shown === viewName) return
    setShown(viewName)
    scroller.current?.scrollTo({ top: 0 })
  })
}
