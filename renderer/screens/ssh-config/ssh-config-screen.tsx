/** The ssh config: what is wrong with it, what ssh makes of it for a host, and what Keypilot keeps in it. */

import { History } from 'lucide-react'
import type { ReactNode } from 'react'
import { useApiQuery } from '../../hooks/use-api.ts'
import { useRepairs } from '../../repairs/repairs-context.ts'
import { usePlaceItem } from '../../shell/navigation.ts'
import { Button } from '../../ui/button.tsx'
import { Failure, Loading } from '../../ui/query-state.tsx'
import { Screen } from '../../ui/screen.tsx'
import { ConfigFiles } from './config-files.tsx'
import { ConfigFindings } from './config-findings.tsx'
import { HostKeys } from './host-keys.tsx'
import { HostReading } from './host-reading.tsx'
import { ManagedEntries } from './managed-entries.tsx'
import { useHostReading } from './use-host-reading.ts'

export function SshConfigScreen(): ReactNode {
  const config = useApiQuery('sshConfig.read', {})
  const openRepair = useRepairs()
  const reading = useHostReading(usePlaceItem())
  return (
    <Screen
      title="SSH config"
      lead="The file in which ssh looks up names, addresses, ports and keys. Keypilot shows what ssh makes of it, and changes nothing before you have seen the change."
      action={
        <Button icon={History} onClick={() => openRepair({ kind: 'backups' })}>
          Earlier changes…
        </Button>
      }
    >
      <ConfigFindings />
      {config.isPending && <Loading />}
      {config.error && <Failure error={config.error} onRetry={() => void config.refetch()} />}
      {config.data && (
        <>
          <HostReading hosts={config.data.hosts} reading={reading} />
          <ConfigFiles report={config.data} effective={reading.effective} />
          <ManagedEntries report={config.data} />
        </>
      )}
      <HostKeys />
    </Screen>
  )
}
