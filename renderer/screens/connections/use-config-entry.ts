/** The connection's entry in the ssh config, as the files say it is now. */

import type { ConfigHost, SavedConnection, UpsertHostParams } from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'

export type ConfigEntry =
  /** The config was not read yet, or could not be. */
  | { readonly state: 'unknown' }
  | { readonly state: 'none' }
  /** `stale`: it names another address, user or port than the connection has. */
  | { readonly state: 'right' | 'stale'; readonly host: ConfigHost }

export function useConfigEntry({ alias, target }: SavedConnection): ConfigEntry {
  const config = useApiQuery('sshConfig.read', {})
  return entryOf(alias, target, config.data?.hosts ?? null)
}

export function entryOf(
  alias: string | null,
  target: SavedConnection['target'],
  hosts: readonly ConfigHost[] | null,
): ConfigEntry {
  if (hosts === null) return { state: 'unknown' }
  // The first block of a name is the one that ssh takes.
  const host = hosts.find((one) => one.alias === alias)
  if (host === undefined) return { state: 'none' }
  const right =
    (host.hostName ?? host.alias) === target.host &&
    (host.user ?? target.user) === target.user &&
    (host.port ?? 22) === target.port
  return { state: right ? 'right' : 'stale', host }
}

/** What is written for a connection under a name. */
export function entryParams(
  { target, keyId, podId }: Pick<SavedConnection, 'target' | 'keyId' | 'podId'>,
  alias: string,
  where: 'managed' | 'in-place',
): UpsertHostParams {
  return {
    alias,
    hostName: target.host,
    user: target.user,
    port: target.port,
    where,
    ...(keyId !== null && { keyId }),
    // The same name for this pod whatever its address, so that its host key stays known.
    ...(podId !== null && target.kind !== 'runpod-proxy' && { hostKeyAlias: `runpod-${podId}` }),
  }
}
