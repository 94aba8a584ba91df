/** A test of one way into a pod, with a key to choose: of the saved connection where there is one. */

import { type ReactNode, useRef, useState } from 'react'
import type { AskFor, KeyPair, SavedConnection, Target } from '../../../contract.ts'
import { useApiQuery } from '../../../hooks/use-api.ts'
import { goTo } from '../../../shell/navigation.ts'
import { signsByAgent } from '../../../testing/signs-by-agent.ts'
import type { TestSwitch } from '../../../testing/switch-of.ts'
import { TestPanel } from '../../../testing/test-panel.tsx'
import { TestDetails } from '../../../testing/test-result.tsx'
import { useTestFlow } from '../../../testing/use-test-flow.ts'
import { Select } from '../../../ui/field.tsx'
import { Card } from '../../../ui/screen.tsx'
import { Abilities } from '../../connections/abilities.tsx'
import { keyOptions } from '../../connections/key-select.tsx'
import { useConnectionChange, useRefreshConnections } from '../../connections/use-connections.ts'
import { useRefreshPods } from '../use-runpod.ts'

const NO_KEYS: readonly KeyPair[] = []

interface PodTestProps {
  readonly target: Target
  readonly saved: SavedConnection | null
  /** Null: the best one of the ssh folder. */
  readonly keyId: string | null
  /** Keeps another key for a pod that is not saved. */
  readonly onKeyId: (keyId: string | null) => void
}

export function PodTest(props: PodTestProps): ReactNode {
  const { saved, keyId } = props
  const keys = useApiQuery('keys.list', {}).data ?? NO_KEYS
  const choice = useChoice(props)
  const { target } = choice
  const key = keys.find(({ id }) => id === keyId) ?? null
  const refresh = useRefreshConnections()
  const refreshPods = useRefreshPods()
  const flow = useTestFlow({
    params: {
      ...(saved === null
        ? { target, ...(keyId !== null && { keyId }) }
        : { connectionId: saved.id }),
      ...(signsByAgent(key) && { useAgent: true }),
    },
    target,
    about: JSON.stringify([target, keyId]),
    onReport: refresh,
  })
  const select = useRef<HTMLSelectElement>(null)
  const onAsk = (ask: AskFor) => {
    if (ask === 'choose-key') select.current?.focus()
    else if (ask === 'edit-command') void refreshPods()
    else if (ask === 'check-paste') goTo('runpod', 'account')
    else goTo('keys')
  }
  return (
    <Card level={3} title="Test">
      <Select
        label="Key"
        value={keyId ?? ''}
        options={keyOptions(keys, keyId)}
        onValue={(value) => void choice.change({ kind: 'key', keyId: value === '' ? null : value })}
        controlRef={select}
      />
      <TestPanel
        flow={flow}
        keyPair={key}
        onAsk={onAsk}
        onSwitch={choice.change}
        testedBefore={saved !== null && saved.lastResult !== null}
        onSuccess={(report) => (
          <>
            <Abilities
              target={report.target ?? target}
              capabilities={report.capabilities}
              {...(report.summary !== undefined && { summary: report.summary })}
            />
            <TestDetails report={report} withStages={false} />
          </>
        )}
      />
    </Card>
  )
}

type Change = TestSwitch | { readonly kind: 'key'; readonly keyId: string | null }

/** Key and address of the test: the saved connection's, or this page's until one is saved. */
function useChoice(props: PodTestProps) {
  const { target, saved, onKeyId } = props
  const save = useConnectionChange('connections.save')
  const [user, setUser] = useState<string | null>(null)
  const change = async (wanted: Change): Promise<boolean> => {
    if (saved !== null) {
      const params = wanted.kind === 'key' ? { keyId: wanted.keyId } : { target: wanted.target }
      return (await save({ id: saved.id, ...params })) !== null
    }
    if (wanted.kind === 'key') onKeyId(wanted.keyId)
    else setUser(wanted.target.user)
    return true
  }
  return {
    target: saved === null ? { ...target, user: user ?? target.user } : saved.target,
    change,
  }
}
