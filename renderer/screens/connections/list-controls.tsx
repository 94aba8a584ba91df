/** Search, filter and order of the list, and how many connections are shown. */

import type { ReactNode } from 'react'
import { type ListChoice, ListControls, ListSelect } from '../../ui/list/list-controls.tsx'
import {
  type ConnectionSort,
  type ConnectionView,
  countLine,
  type ResultFilter,
} from './connection-list-model.ts'

const RESULTS: readonly ListChoice<ResultFilter>[] = [
  { value: 'all', label: 'All' },
  { value: 'failed', label: 'Did not get through' },
  { value: 'ok', label: 'Logged in' },
  { value: 'untested', label: 'Not tested yet' },
]
const SORTS: readonly ListChoice<ConnectionSort>[] = [
  { value: 'used', label: 'Last used first' },
  { value: 'name', label: 'Name' },
  { value: 'result', label: 'Failed first' },
]

export function ConnectionListControls(props: {
  readonly total: number
  readonly shown: number
  readonly view: ConnectionView
  readonly onView: (view: ConnectionView) => void
}): ReactNode {
  const { total, shown, view, onView } = props
  return (
    <ListControls
      what="connections"
      placeholder="Name, address, key, notes…"
      search={view.search}
      onSearch={(search) => onView({ ...view, search })}
      count={countLine(shown, total)}
      active={view.result === 'all' ? 0 : 1}
    >
      <ListSelect
        label="Result"
        value={view.result}
        options={RESULTS}
        onValue={(result) => onView({ ...view, result })}
      />
      <ListSelect
        label="Order"
        value={view.sort}
        options={SORTS}
        onValue={(sort) => onView({ ...view, sort })}
      />
    </ListControls>
  )
}
