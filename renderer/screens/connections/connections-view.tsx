/** The list of connections, and the page of the chosen one. */

import { type ReactNode, useDeferredValue, useEffect, useRef, useState } from 'react'
import type { KeyPair, SavedConnection } from '../../contract.ts'
import { useNow } from '../../hooks/use-now.ts'
import { useRemembered } from '../../hooks/use-remembered.ts'
import { hrefOf } from '../../shell/navigation.ts'
import { useAnnounce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { ListDetail, NothingFits, useSideBySide } from '../../ui/list/list-detail.tsx'
import { useFocusAfterRemoval } from '../../ui/list/use-detail-start.ts'
import { VirtualList } from '../../ui/list/virtual-list.tsx'
import { Card } from '../../ui/screen.tsx'
import { formatAgo } from '../../ui/time.ts'
import { ConnectionDetail } from './connection-detail.tsx'
import { START_VIEW, showConnections } from './connection-list-model.ts'
import { ConnectionRow } from './connection-row.tsx'
import type { ConnectionDialog } from './connections-dialogs.tsx'
import { ConnectionListControls } from './list-controls.tsx'
import { TestAllPanel } from './test-all-panel.tsx'
import type { TestAll } from './use-test-all.ts'

/** So few connections are seen at once: nothing to search or filter. */
const FEW = 5
/** Three lines of text and the state. */
const ROW_HEIGHT_PX = 100

interface ConnectionsViewProps {
  readonly connections: readonly SavedConnection[]
  readonly keys: readonly KeyPair[]
  /** Id of the connection that the address names, or null. */
  readonly place: string | null
  readonly testAll: TestAll
  readonly onDialog: (dialog: ConnectionDialog) => void
}

export function ConnectionsView(props: ConnectionsViewProps): ReactNode {
  const { connections, place } = props
  const sideBySide = useSideBySide()
  const names = new Map(props.keys.map(({ id, name }) => [id, name]))
  const first = useFirst(connections, place)
  const selected =
    place === null
      ? sideBySide
        ? first
        : null
      : (connections.find(({ id }) => id === place) ?? null)
  useSpokenChoice(selected, place, sideBySide)
  const view = useRef<HTMLDivElement>(null)
  useFocusAfterRemoval(view, selected?.id ?? null)
  return (
    <ListDetail
      viewRef={view}
      sideBySide={sideBySide}
      isList={place === null}
      list={<ListPane {...props} names={names} selected={selected} />}
      detail={<Detail {...props} selected={selected} alone={!sideBySide} />}
    />
  )
}

/**
 * What is shown while nothing is chosen: the last used one. It stays, though tests of others make
 * those the last used.
 */
function useFirst(
  connections: readonly SavedConnection[],
  place: string | null,
): SavedConnection | null {
  const [id, setId] = useState<string | null>(null)
  const kept = connections.find((one) => one.id === id)
  const first = kept ?? showConnections(connections, START_VIEW, NO_NAMES)[0] ?? null
  const next = place ?? first?.id ?? null
  if (next !== id) setId(next)
  return first
}

const NO_NAMES: ReadonlyMap<string, string> = new Map()

function ListPane(
  props: ConnectionsViewProps & {
    readonly names: ReadonlyMap<string, string>
    readonly selected: SavedConnection | null
  },
): ReactNode {
  const { connections, names, selected, testAll } = props
  const [view, setView] = useRemembered('connections.view', START_VIEW)
  const now = useNow()
  // Typing stays quick; the rows follow a moment later.
  const found = showConnections(connections, useDeferredValue(view), names)
  const shown = useSteadyOrder(found, testAll.running)
  return (
    <>
      <TestAllPanel connections={connections} testAll={testAll} />
      {connections.length > FEW && (
        <ConnectionListControls
          total={connections.length}
          shown={shown.length}
          view={view}
          onView={setView}
        />
      )}
      {shown.length === 0 ? (
        <NothingFits>
          <p>No connection fits. Try fewer words, or another filter.</p>
          <Button size="small" onClick={() => setView({ ...START_VIEW, sort: view.sort })}>
            Show all connections
          </Button>
        </NothingFits>
      ) : (
        <VirtualList
          label="Connections"
          memory="connections"
          items={shown}
          selected={selected}
          addressOf={({ id }) => id}
          hrefOf={({ id }) => hrefOf('connections', id)}
          rowHeightPx={ROW_HEIGHT_PX}
          viewName={JSON.stringify(view)}
        >
          {(connection) => (
            <ConnectionRow
              connection={connection}
              keyName={keyNameOf(connection, names)}
              live={testAll.live.get(connection.id) ?? null}
              ago={(iso) => formatAgo(iso, now)}
            />
          )}
        </VirtualList>
      )}
    </>
  )
}

function keyNameOf({ keyId }: SavedConnection, names: ReadonlyMap<string, string>): string | null {
  return keyId === null ? null : (names.get(keyId) ?? 'its key is not here')
}

/** While many are tested, rows stay where they are, though their results change the order. */
function useSteadyOrder(
  found: readonly SavedConnection[],
  steady: boolean,
): readonly SavedConnection[] {
  const [order, setOrder] = useState<readonly string[] | null>(null)
  if (steady && order === null) setOrder(found.map(({ id }) => id))
  if (!steady && order !== null) setOrder(null)
  if (order === null) return found
  const place = new Map(order.map((id, index) => [id, index]))
  const at = ({ id }: SavedConnection) => place.get(id) ?? order.length
  return found.toSorted((a, b) => at(a) - at(b))
}

function Detail(
  props: ConnectionsViewProps & {
    readonly selected: SavedConnection | null
    readonly alone: boolean
  },
): ReactNode {
  const { selected } = props
  if (selected === null) {
    return (
      <Card tone="quiet" title="This connection is no longer there">
        <p>It was removed here, or by another Keypilot window or command.</p>
        <p>
          <a href={hrefOf('connections')}>Show all connections</a>
        </p>
      </Card>
    )
  }
  return <ConnectionDetail key={selected.id} {...props} connection={selected} />
}

/** Beside the list the page changes without the focus, so that it is said. */
function useSpokenChoice(
  selected: SavedConnection | null,
  place: string | null,
  sideBySide: boolean,
): void {
  const announce = useAnnounce()
  const before = useRef(place)
  const name = selected?.name ?? null
  useEffect(() => {
    if (before.current === place) return
    before.current = place
    if (sideBySide && place !== null && name !== null) announce(`Showing ${name}`)
  }, [place, sideBySide, name, announce])
}
