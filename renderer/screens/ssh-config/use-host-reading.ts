/** The host whose settings are shown, and what ssh would do for it. */

import { useState } from 'react'
import { messageOf } from '../../bridge/index.ts'
import type { EffectiveConfig } from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import { replacePlace } from '../../shell/navigation.ts'

export interface Reading {
  readonly host: string
  readonly show: (host: string) => void
  readonly effective: EffectiveConfig | null
  readonly loading: boolean
  readonly failure: string | null
  /** The person agreed that ssh runs the programs of `Match exec` lines, for this host only. */
  readonly asked: boolean
  readonly askSsh: () => void
}

/** @param item the host of the address, so that other screens can lead here */
export function useHostReading(item: string | null): Reading {
  const [askedFor, setAskedFor] = useState<string | null>(null)
  const host = item ?? ''
  const asked = askedFor === host && host !== ''
  const query = useApiQuery(
    'sshConfig.effective',
    { host, ...(asked && { runMatchExec: true }) },
    { enabled: host !== '' },
  )
  return {
    host,
    show: (next) => replacePlace('config', next.trim() === '' ? null : next.trim()),
    effective: host === '' ? null : (query.data ?? null),
    loading: host !== '' && query.isPending,
    failure: query.error ? messageOf(query.error) : null,
    asked,
    askSsh: () => setAskedFor(host),
  }
}
