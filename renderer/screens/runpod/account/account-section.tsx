/** The API key and what it opens: the keys of the account. */

import type { ReactNode } from 'react'
import { Failure, Loading } from '../../../ui/query-state.tsx'
import { Card } from '../../../ui/screen.tsx'
import { hrefOfSection } from '../places.ts'
import { useRunpodStatus } from '../use-runpod.ts'
import { ConnectCard } from './connect-card.tsx'
import { ConnectedCard } from './connected-card.tsx'
import { KeysCard } from './keys-card.tsx'

export function AccountSection(): ReactNode {
  const status = useRunpodStatus()
  if (status.error) return <Failure error={status.error} onRetry={() => void status.refetch()} />
  if (status.data === undefined) return <Loading />
  if (status.data.source === null) {
    return (
      <>
        <ConnectCard status={status.data} />
        <Card tone="quiet" title="Without an API key">
          <p>
            Everything works by copy and paste as well. <a href="#/setup">Setup</a> checks what you
            paste into RunPod’s website, and the <a href={hrefOfSection('guide')}>Guide</a> says
            what a pod needs.
          </p>
        </Card>
      </>
    )
  }
  return (
    <>
      <ConnectedCard status={status.data} source={status.data.source} />
      <KeysCard />
    </>
  )
}
