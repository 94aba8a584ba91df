/**
 * One stop of the Tab key for the whole list; arrows, Home, End, Page Up and Down move within it, and
 * typing the beginning of a name finds it.
 */

import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { useRemembered } from '../../hooks/use-remembered.ts'
import { findByTyping } from './find-by-typing.ts'

export interface ListKeyboard {
  /** The row that has, or would get, the focus; -1 in an empty list. */
  readonly row: number
  readonly list: RefObject<HTMLUListElement | null>
  readonly onFocus: (row: number) => void
  readonly onKeyDown: (event: KeyboardEvent, scrollTo: (row: number) => void) => void
}

const PAGE = 10
/** What is typed within this time belongs to one word. */
const WORD_MS = 700

export interface ListItem {
  readonly name: string
}

export function useListKeyboard<T extends ListItem>(options: {
  /** Of the list, to remember its place. */
  readonly memory: string
  readonly items: readonly T[]
  readonly selected: T | null
  readonly addressOf: (item: T) => string
}): ListKeyboard {
  const { memory, items, selected, addressOf } = options
  // By address, so that the place stays when the list is filtered or read again.
  const [place, setPlace] = useRemembered<string | null>(`${memory}.row`, null)
  const [moves, setMoves] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  const typed = useRef({ text: '', at: 0 })
  const at = items.findIndex((item) => addressOf(item) === place)
  const row = at >= 0 ? at : Math.max(selected === null ? 0 : items.indexOf(selected), 0)

  useLayoutEffect(() => {
    if (moves === 0) return
    focusRow(list.current)
  }, [moves])

  const returns = useRef(place !== null)
  useEffect(() => {
    // Back from the details, which took the list's place: on at the same row.
    const lost = returns.current && document.activeElement === document.body
    returns.current = false
    if (lost) focusRow(list.current)
  }, [])

  const setRow = (next: number) => {
    const item = items[next]
    if (item !== undefined) setPlace(addressOf(item))
  }
  return {
    row: items.length === 0 ? -1 : row,
    list,
    onFocus: setRow,
    onKeyDown: (event, scrollTo) => {
      const next = destination(event, row, items, typed.current)
      if (next === null) return
      event.preventDefault()
      scrollTo(next)
      setRow(next)
      setMoves((count) => count + 1)
    },
  }
}

function focusRow(list: HTMLElement | null): void {
  list?.querySelector<HTMLElement>('li > a[tabindex="0"]')?.focus({ preventScroll: true })
}

/** Where a pressed key leads; null for keys that are not ours. */
function destination(
  event: KeyboardEvent,
  row: number,
  items: readonly ListItem[],
  typed: { text: string; at: number },
): number | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  const last = items.length - 1
  const steps: { readonly [key: string]: number } = {
    ArrowDown: Math.min(row + 1, last),
    ArrowUp: Math.max(row - 1, 0),
    PageDown: Math.min(row + PAGE, last),
    PageUp: Math.max(row - PAGE, 0),
    Home: 0,
    End: last,
  }
  const step = steps[event.key]
  if (step !== undefined) return step
  if ([...event.key].length !== 1) return null
  const going = event.timeStamp - typed.at < WORD_MS
  if (event.key === ' ' && !going) return null
  typed.text = going ? typed.text + event.key : event.key
  typed.at = event.timeStamp
  const found = findByTyping(items, typed.text, row)
  return found === -1 ? null : found
}
