/** Step 1: use a key pair that is already there, or make one. */

import { type ReactNode, useEffect, useState } from 'react'
import { messageOf } from '../../bridge/index.ts'
import type { KeyPair } from '../../contract.ts'
import { hrefOf } from '../../shell/navigation.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { ProblemList } from '../../ui/problem-list.tsx'
import { Row } from '../../ui/screen.tsx'
import { KeyForm } from '../keys/key-form.tsx'
import { KeyChoice } from './key-choice.tsx'
import { bestKey, isUsable, repairsOf, usableKeys } from './setup-model.ts'
import type { StepBodyProps } from './step-body.ts'

export function KeyStep(props: StepBodyProps): ReactNode {
  const { setup, visit, onConfirmed } = props
  const usable = usableKeys(setup.keys)
  const [making, setMaking] = useState(false)
  useEffect(() => setMaking(visit.ask === 'generate-key'), [visit])
  const [failure, setFailure] = useState<string | null>(null)
  const use = async (keyId: string) => {
    setFailure(null)
    try {
      await setup.save({ keyId })
      setMaking(false)
      onConfirmed()
    } catch (error) {
      setFailure(messageOf(error))
    }
  }

  const broken = setup.key !== null && !isUsable(setup.key) ? setup.key : null
  return (
    <>
      {broken && <ProblemList problems={broken.problems} />}
      {usable.length === 0 || making ? (
        <>
          {usable.length === 0 && (
            <NoKeyYet keys={setup.keys.filter((key) => key !== broken)} found={setup.keys.length} />
          )}
          <KeyForm
            onMade={(key) => void use(key.id)}
            {...(usable.length > 0 && { onCancel: () => setMaking(false) })}
          />
        </>
      ) : (
        <ExistingKeys {...props} onUse={use} onMake={() => setMaking(true)} />
      )}
      {failure !== null && (
        <Callout tone="danger" title="This could not be saved" role="alert">
          <p>{failure}</p>
        </Callout>
      )}
    </>
  )
}

function NoKeyYet(props: { readonly keys: readonly KeyPair[]; readonly found: number }): ReactNode {
  const { keys, found } = props
  if (found === 0) {
    return (
      <p>
        Keypilot found no SSH key on this computer, so make one now. The names below are fine as
        they are.
      </p>
    )
  }
  return (
    <>
      <p>
        {found === 1
          ? 'The key on this computer cannot be used as it is. '
          : 'None of the keys on this computer can be used as it is. '}
        <a href={hrefOf('keys')}>See why</a>. You can make a new one below; what is there stays as
        it is.
      </p>
      <ProblemList problems={repairsOf(keys).slice(0, FEW)} />
    </>
  )
}

/** Keys that a click may make usable; the rest is explained on the Keys screen. */
function Unusable(props: { readonly keys: readonly KeyPair[] }): ReactNode {
  const { keys } = props
  if (keys.length === 0) return null
  return (
    <>
      <p>
        {keys.length === 1
          ? 'One more key cannot be used as it is. '
          : `${keys.length} more keys cannot be used as they are. `}
        <a href={hrefOf('keys')}>See why</a>
      </p>
      <ProblemList problems={repairsOf(keys).slice(0, FEW)} />
    </>
  )
}

/** So many keys are offered at first; people with hundreds ask for the rest. */
const FEW = 5

function ExistingKeys(
  props: StepBodyProps & {
    readonly onUse: (keyId: string) => Promise<void>
    readonly onMake: () => void
  },
): ReactNode {
  const { setup, onUse, onMake } = props
  const usable = usableKeys(setup.keys)
  const preselected = usable.find(({ id }) => id === setup.state.keyId) ?? bestKey(usable)
  const [picked, setPicked] = useState<string | null>(null)
  const [all, setAll] = useState(false)
  const chosen = usable.find(({ id }) => id === picked) ?? preselected
  // The best one stands first, so that it is among the few that are shown.
  const ordered = usable.toSorted((a, b) => Number(b === preselected) - Number(a === preselected))
  const shown = all ? ordered : ordered.slice(0, FEW)
  return (
    <>
      {usable.length > 1 && (
        <p>
          Is one of these keys on RunPod already? Then choose that one. If not, the marked one is a
          good choice.
        </p>
      )}
      <KeyChoice keys={shown} value={chosen?.id ?? ''} onValue={setPicked} />
      <Row>
        <Button variant="primary" onClick={() => chosen && void onUse(chosen.id)}>
          Use this key
        </Button>
        {usable.length > FEW && (
          <Button onClick={() => setAll(!all)}>
            {all ? 'Show fewer keys' : `Show all ${usable.length} keys`}
          </Button>
        )}
        <Button variant="quiet" onClick={onMake}>
          Make a new key instead
        </Button>
      </Row>
      <Unusable keys={setup.keys.filter((key) => !isUsable(key) && key !== setup.key)} />
    </>
  )
}
