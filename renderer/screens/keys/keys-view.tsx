/** The list of keys, and what is shown of the chosen one. */

import { ChevronRight } from 'lucide-react'
import { type ReactNode, useDeferredValue, useEffect, useRef, useState } from 'react'
import type { KeyPair } from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import { useRemembered } from '../../hooks/use-remembered.ts'
import { hrefOf } from '../../shell/navigation.ts'
import { useAnnounce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { ListDetail, NothingFits, useSideBySide } from '../../ui/list/list-detail.tsx'
import { useFocusAfterRemoval } from '../../ui/list/use-detail-start.ts'
import { Card } from '../../ui/screen.tsx'
import { AgentPanel } from './agent-panel.tsx'
import { findKey } from './key-address.ts'
import { KeyDetail } from './key-detail.tsx'
import { KeyList } from './key-list.tsx'
import { START_VIEW, showKeys } from './key-list-model.ts'
import type { KeyDialog } from './keys-dialogs.tsx'
import styles from './keys-screen.module.css'
import { KeyListControls } from './list-controls.tsx'

/** The address of the ssh-agent on this screen; no path or id of a key looks like it. */
const AGENT = 'agent'
/** So few keys are seen at once: nothing to search or filter. */
const FEW = 5

interface KeysViewProps {
  readonly keys: readonly KeyPair[]
  /** What the address names: a key, the agent, or nothing. */
  readonly place: string | null
  readonly onDialog: (dialog: KeyDialog) => void
}

export function KeysView(props: KeysViewProps): ReactNode {
  const { keys, place } = props
  const wide = useSideBySide()
  const selected = useSelected(keys, place, wide)
  useSpokenChoice(selected, place, wide)
  const view = useRef<HTMLDivElement>(null)
  useFocusAfterRemoval(view, selected?.id ?? null)
  return (
    <ListDetail
      viewRef={view}
      sideBySide={wide}
      isList={place === null}
      list={<ListPane keys={keys} selected={selected} place={place} />}
      detail={<Detail {...props} selected={selected} alone={!wide} />}
    />
  )
}

function ListPane(props: {
  readonly keys: readonly KeyPair[]
  readonly selected: KeyPair | null
  readonly place: string | null
}): ReactNode {
  const { keys, selected, place } = props
  const [view, setView] = useRemembered('keys.view', START_VIEW)
  // Typing stays quick; the rows follow a moment later.
  const shown = showKeys(keys, useDeferredValue(view))
  const sshDir = useApiQuery('system.info', {}).data?.sshDir ?? ''
  return (
    <>
      <AgentLink current={place === AGENT} />
      {keys.length > FEW && (
        <KeyListControls keys={keys} shown={shown.length} view={view} onView={setView} />
      )}
      {shown.length === 0 ? (
        <NothingFits>
          <p>No key fits. Try fewer words or filters.</p>
          <Button size="small" onClick={() => setView({ ...START_VIEW, sort: view.sort })}>
            Show all keys
          </Button>
        </NothingFits>
      ) : (
        <KeyList keys={shown} selected={selected} sshDir={sshDir} viewName={JSON.stringify(view)} />
      )}
    </>
  )
}

function AgentLink(props: { readonly current: boolean }): ReactNode {
  const agent = useApiQuery('agent.list', {}).data
  const count = agent?.identities.length ?? 0
  const words =
    agent === undefined
      ? ''
      : agent.state === 'running'
        ? `holds ${count} ${count === 1 ? 'key' : 'keys'}`
        : 'not running'
  return (
    <a
      href={hrefOf('keys', AGENT)}
      className={styles.agent}
      aria-current={props.current ? 'true' : undefined}
    >
      <span>
        <strong>ssh-agent</strong> {words}
      </span>
      <ChevronRight aria-hidden />
    </a>
  )
}

function Detail(
  props: KeysViewProps & { readonly selected: KeyPair | null; readonly alone: boolean },
): ReactNode {
  const { keys, place, selected, alone, onDialog } = props
  const info = useApiQuery('system.info', {}).data
  if (place === AGENT) {
    return (
      <AgentPanel
        keys={keys}
        alone={alone}
        onRemove={({ id, comment }) =>
          onDialog({
            kind: 'agent-remove',
            id,
            name: findKey(keys, id)?.name ?? (comment || 'this key'),
          })
        }
      />
    )
  }
  if (selected === null) {
    return (
      <Card tone="quiet" title="This key is no longer there">
        <p>It was removed or renamed. If Keypilot removed it, “Earlier changes” brings it back.</p>
        <p>
          <a href={hrefOf('keys')}>Show all keys</a>
        </p>
      </Card>
    )
  }
  return (
    <KeyDetail
      key={selected.id}
      keyPair={selected}
      sshDir={info?.sshDir ?? ''}
      canReveal={info?.capabilities.reveal ?? false}
      alone={alone}
      onDialog={onDialog}
    />
  )
}

/**
 * The key of the address. When its file got another name meanwhile, the same key is found by its id.
 * A wide window shows the first key while none is chosen.
 */
function useSelected(
  keys: readonly KeyPair[],
  place: string | null,
  wide: boolean,
): KeyPair | null {
  const [known, setKnown] = useState<{ readonly place: string; readonly id: string } | null>(null)
  if (place === null) return wide ? (showKeys(keys, START_VIEW)[0] ?? null) : null
  const found = findKey(keys, place)
  if (found !== null && (known?.place !== place || known.id !== found.id)) {
    setKnown({ place, id: found.id })
  }
  if (found !== null || known?.place !== place) return found
  return keys.find(({ id }) => id === known.id) ?? null
}

/** Beside the list the details change without the focus, so that it is said. */
function useSpokenChoice(selected: KeyPair | null, place: string | null, wide: boolean): void {
  const announce = useAnnounce()
  const before = useRef(place)
  const name = selected?.name ?? null
  useEffect(() => {
    if (before.current === place) return
    before.current = place
    if (wide && place !== null && name !== null) announce(`Showing ${name}`)
  }, [place, wide, name, announce])
}
