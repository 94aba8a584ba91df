/** Search of a list, how much of it is shown, and its filters behind a button. */

import { type ReactNode, useState } from 'react'
import { Button } from '../button.tsx'
import { SearchField, Select } from '../field.tsx'
import styles from './list-controls.module.css'

export interface ListChoice<T extends string> {
  readonly value: T
  readonly label: string
}

export function ListControls(props: {
  /** What is in the list, as in `Search keys`. */
  readonly what: string
  readonly placeholder: string
  readonly search: string
  readonly onSearch: (search: string) => void
  /** How many are shown, in words. */
  readonly count: string
  /** How many filters leave something out. */
  readonly active: number
  /** The filters and the order, as `ListSelect`s. */
  readonly children: ReactNode
}): ReactNode {
  const { what, placeholder, search, onSearch, count, active, children } = props
  const [open, setOpen] = useState(active > 0)
  return (
    <div className={styles.controls}>
      <SearchField
        label={`Search ${what}`}
        placeholder={placeholder}
        value={search}
        onValue={onSearch}
      />
      <div className={styles.bar}>
        <p role="status">{count}</p>
        <Button variant="quiet" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {active === 0 ? 'Filter and sort' : `Filter and sort (${active})`}
        </Button>
      </div>
      {open && <div className={styles.filters}>{children}</div>}
    </div>
  )
}

export function ListSelect<T extends string>(props: {
  readonly label: string
  readonly value: T
  readonly options: readonly ListChoice<T>[]
  readonly onValue: (value: T) => void
}): ReactNode {
  return <Select inline {...props} />
}
