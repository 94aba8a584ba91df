/** Reads again whatever depends on key files, when they change: by us or by any other program. */

import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { useBridge } from '../bridge/index.ts'
import type { MethodName } from '../contract.ts'

const DEPENDENT: readonly MethodName[] = [
  'keys.list',
  'keys.suggest',
  'keys.export',
  'keys.randomart',
  'agent.list',
  'permissions.audit',
  'permissions.report',
  'backups.list',
  'sshConfig.read',
  'sshConfig.effective',
  'sshConfig.audit',
  'connections.list',
  'connections.candidates',
  'knownHosts.list',
]

/** For after an action of this window; resolves when what is shown was read again. */
export function useRefreshKeys(): () => Promise<void> {
  const queries = useQueryClient()
  return useCallback(() => refresh(queries), [queries])
}

/** Follows the host's news of changed files. Mounted once. */
export function useKeyChanges(): void {
  const bridge = useBridge()
  const queries = useQueryClient()
  useEffect(() => bridge.subscribe('keys.changed', () => void refresh(queries)), [bridge, queries])
}

async function refresh(queries: QueryClient): Promise<void> {
  await Promise.all(DEPENDENT.map((method) => queries.invalidateQueries({ queryKey: [method] })))
}
