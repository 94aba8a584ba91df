/** Search, filters and order of the list, and how many keys are shown. */

import type { ReactNode } from 'react'
import type { KeyPair } from '../../contract.ts'
import { Button } from '../../ui/button.tsx'
import { type ListChoice, ListControls, ListSelect } from '../../ui/list/list-controls.tsx'
import {
  countFilters,
  countLine,
  type KeySort,
  type ListView,
  START_VIEW,
  type StateFilter,
  typesOf,
  type UseFilter,
} from './key-list-model.ts'

const STATES: readonly ListChoice<StateFilter>[] = [
  { value: 'all', label: 'All' },
  { value: 'problems', label: 'With a problem' },
  { value: 'usable', label: 'Without problems' },
]
const USES: readonly ListChoice<UseFilter>[] = [
  { value: 'all', label: 'All' },
  { value: 'used', label: 'Used somewhere' },
  { value: 'unused', label: 'No use known' },
  { value: 'agent', label: 'In the ssh-agent' },
]
const SORTS: readonly ListChoice<KeySort>[] = [
  { value: 'usable', label: 'Usable first' },
  { value: 'name', label: 'Name' },
  { value: 'newest', label: 'Newest first' },
  { value: 'type', label: 'Type' },
]

export function KeyListControls(props: {
  readonly keys: readonly KeyPair[]
  readonly shown: number
  readonly view: ListView
  readonly onView: (view: ListView) => void
}): ReactNode {
  const { keys, shown, view, onView } = props
  const active = countFilters(view)
  const types = [{ value: 'all', label: 'All' }, ...typesOf(keys)]
  return (
    <ListControls
      what="keys"
      placeholder="Name, comment, path…"
      search={view.search}
      onSearch={(search) => onView({ ...view, search })}
      count={countLine(shown, keys.length)}
      active={active}
    >
      <ListSelect
        label="Type"
        value={view.type}
        options={types}
        onValue={(type) => onView({ ...view, type })}
      />
      <ListSelect
        label="State"
        value={view.state}
        options={STATES}
        onValue={(state) => onView({ ...view, state })}
      />
      <ListSelect
        label="Use"
        value={view.use}
        options={USES}
        onValue={(use) => onView({ ...view, use })}
      />
      <ListSelect
        label="Order"
        value={view.sort}
        options={SORTS}
        onValue={(sort) => onView({ ...view, sort })}
      />
      {active > 0 && (
        <Button size="small" onClick={() => onView({ ...START_VIEW, sort: view.sort })}>
          Clear the filters
        </Button>
      )}
    </ListControls>
  )
}
