/** The list of pods, and the page of the chosen one. */

import { type ReactNode, useDeferredValue, useEffect, useRef, useState } from 'react'
import type { RunpodPod } from '../../../contract.ts'
import { useNow } from '../../../hooks/use-now.ts'
import { useRemembered } from '../../../hooks/use-remembered.ts'
import { useAnnounce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { ListControls, ListSelect } from '../../../ui/list/list-controls.tsx'
import { ListDetail, NothingFits, useSideBySide } from '../../../ui/list/list-detail.tsx'
import { useFocusAfterRemoval } from '../../../ui/list/use-detail-start.ts'
import { VirtualList } from '../../../ui/list/virtual-list.tsx'
import { Card } from '../../../ui/screen.tsx'
import { formatAgo } from '../../../ui/time.ts'
import { hrefOfPod, hrefOfSection } from '../places.ts'
import { PodDetail } from './pod-detail.tsx'
import { countPods, type PodFilter, type PodItem, START_VIEW, showPods } from './pod-list-model.ts'
import { PodRow } from './pod-row.tsx'
import { podName } from './pod-words.ts'
import { useSpokenStates } from './use-spoken-states.ts'

/** So few pods are seen at once: nothing to search or filter. */
const FEW = 5
/** Three lines of text and the state. */
const ROW_HEIGHT_PX = 100

const FILTERS: readonly { readonly value: PodFilter; readonly label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'running', label: 'Running' },
  { value: 'starting', label: 'Coming up' },
  { value: 'stopped', label: 'Stopped' },
  { value: 'attention', label: 'Needs a look' },
]

interface PodsViewProps {
  readonly pods: readonly RunpodPod[]
  /** Of the pod that the address names; null for the list. */
  readonly podId: string | null
}

export function PodsView(props: PodsViewProps): ReactNode {
  const { pods, podId } = props
  const sideBySide = useSideBySide()
  const first = useFirst(pods, podId)
  const selected =
    podId === null ? (sideBySide ? first : null) : (pods.find(({ id }) => id === podId) ?? null)
  const view = useRef<HTMLDivElement>(null)
  useFocusAfterRemoval(view, selected?.id ?? null)
  useSpokenChoice(selected, podId, sideBySide)
  useSpokenStates(pods)
  return (
    <ListDetail
      viewRef={view}
      sideBySide={sideBySide}
      isList={podId === null}
      list={<ListPane pods={pods} selected={selected} />}
      detail={
        selected === null ? (
          <Gone />
        ) : (
          <PodDetail key={selected.id} pod={selected} alone={!sideBySide} />
        )
      }
    />
  )
}

/** What is shown while nothing is chosen. It stays, though the list is read again in another order. */
function useFirst(pods: readonly RunpodPod[], podId: string | null): RunpodPod | null {
  const [id, setId] = useState<string | null>(null)
  const kept = pods.find((pod) => pod.id === id)
  const first = kept ?? showPods(pods, START_VIEW)[0]?.pod ?? null
  const next = podId ?? first?.id ?? null
  if (next !== id) setId(next)
  return first
}

function ListPane(props: {
  readonly pods: readonly RunpodPod[]
  readonly selected: RunpodPod | null
}): ReactNode {
  const { pods, selected } = props
  const [view, setView] = useRemembered('pods.view', START_VIEW)
  const now = useNow()
  // Typing stays quick; the rows follow a moment later.
  const shown = showPods(pods, useDeferredValue(view))
  const chosen = shown.find(({ pod }) => pod.id === selected?.id) ?? null
  return (
    <>
      {pods.length > FEW && (
        <ListControls
          what="pods"
          placeholder="Name, GPU, address…"
          search={view.search}
          onSearch={(search) => setView({ ...view, search })}
          count={countPods(shown.length, pods.length)}
          active={view.filter === 'all' ? 0 : 1}
        >
          <ListSelect
            label="Show"
            value={view.filter}
            options={FILTERS}
            onValue={(filter) => setView({ ...view, filter })}
          />
        </ListControls>
      )}
      {shown.length === 0 ? (
        <NothingFits>
          <p>No pod fits. Try fewer words, or another filter.</p>
          <Button size="small" onClick={() => setView(START_VIEW)}>
            Show all pods
          </Button>
        </NothingFits>
      ) : (
        <VirtualList<PodItem>
          label="Pods"
          memory="pods"
          items={shown}
          selected={chosen}
          addressOf={({ pod }) => pod.id}
          hrefOf={({ pod }) => hrefOfPod(pod.id)}
          rowHeightPx={ROW_HEIGHT_PX}
          viewName={JSON.stringify(view)}
        >
          {({ pod }) => <PodRow pod={pod} ago={(iso) => formatAgo(iso, now)} />}
        </VirtualList>
      )}
    </>
  )
}

function Gone(): ReactNode {
  return (
    <Card tone="quiet" title="This pod is no longer there">
      <p>
        RunPod does not list it any more: it was deleted, or moved to another machine under a new
        id.
      </p>
      <p>
        <a href={hrefOfSection('pods')}>Show all pods</a>
      </p>
    </Card>
  )
}

/** Beside the list the page changes without the focus, so that it is said. */
function useSpokenChoice(
  selected: RunpodPod | null,
  podId: string | null,
  sideBySide: boolean,
): void {
  const announce = useAnnounce()
  const before = useRef(podId)
  const name = selected && podName(selected)
  useEffect(() => {
    if (before.current === podId) return
    before.current = podId
    if (sideBySide && podId !== null && name !== null) announce(`Showing ${name}`)
  }, [podId, sideBySide, name, announce])
}
