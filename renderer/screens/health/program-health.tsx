/** The programs of this computer that ssh needs. */

import type { ReactNode } from 'react'
import type { SystemInfo } from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import { Card } from '../../ui/screen.tsx'
import type { Status } from '../../ui/status-icon.tsx'
import styles from './health-screen.module.css'
import { Line } from './line.tsx'

export function ProgramHealth(): ReactNode {
  const info = useApiQuery('system.info', {}).data
  if (info === undefined) return null
  const { sshClient, agent } = info
  return (
    <Card title="Programs on this computer">
      <ul className={styles.list}>
        <Line
          status={sshClient === null ? 'failed' : 'done'}
          title="ssh"
          detail={
            sshClient === null
              ? 'No ssh program was found. Keypilot’s own test works without it; your terminal needs it.'
              : `${sshClient.version} (${sshClient.path})`
          }
        />
        <Line
          status={AGENT_STATUS[agent.state]}
          title="ssh-agent"
          detail={`${agent.detail} An ssh-agent holds unlocked keys; Keypilot works with or without one.`}
        />
      </ul>
    </Card>
  )
}

const AGENT_STATUS: Readonly<Record<SystemInfo['agent']['state'], Status>> = {
  running: 'done',
  // No fault: a key works without the agent.
  'not-running': 'skipped',
  unknown: 'waiting',
}
