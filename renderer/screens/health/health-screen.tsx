/** Everything Keypilot can check, as a list of what is well and what is not. */

import { useQueryClient } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useRefreshKeys } from '../../hooks/use-key-changes.ts'
import { useConnectionTest } from '../../testing/use-connection-test.ts'
import { useAnnounce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Failure, Loading } from '../../ui/query-state.tsx'
import { Screen } from '../../ui/screen.tsx'
import { type Setup, useSetup } from '../setup/use-setup.ts'
import { BackupHealth } from './backup-health.tsx'
import { KeyHealth } from './key-health.tsx'
import { PermissionHealth } from './permission-health.tsx'
import { ProgramHealth } from './program-health.tsx'
import { SetupHealth } from './setup-health.tsx'

export function HealthScreen(): ReactNode {
  const query = useSetup()
  return (
    <Screen
      title="Health"
      lead="Whether ssh will accept your files, what is wrong with a key, and what Keypilot last saw of your pod."
      action={query.status === 'ready' ? <CheckAgain setup={query.setup} /> : undefined}
    >
      <PermissionHealth />
      <KeyHealth />
      {query.status === 'loading' && <Loading />}
      {query.status === 'failed' && <Failure error={query.error} onRetry={query.retry} />}
      {query.status === 'ready' && <SetupHealth setup={query.setup} />}
      <ProgramHealth />
      <BackupHealth />
    </Screen>
  )
}

/** Reads files and programs again, and asks the pod's address for an answer. */
function CheckAgain(props: { readonly setup: Setup }): ReactNode {
  const { setup } = props
  const queries = useQueryClient()
  const refresh = useRefreshKeys()
  const announce = useAnnounce()
  const test = useConnectionTest()
  const [reading, setReading] = useState(false)
  const check = async () => {
    setReading(true)
    await Promise.all([refresh(), queries.invalidateQueries({ queryKey: ['system.info'] })])
    setReading(false)
    const { target } = setup
    if (target !== null) {
      const report = await test.start({ target, hostKeyPolicy: 'ask', until: 'banner' })
      if (report !== null) await setup.recall(report).catch(() => {})
    }
    announce('Checked again')
  }
  return (
    <Button icon={RotateCw} busy={reading || test.run.phase === 'running'} onClick={check}>
      Check again
    </Button>
  )
}
