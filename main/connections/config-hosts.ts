/** What the saved connections need to know of the ssh config, and how to get it from its service. */

import type { CallContext } from '../contract/dispatch.ts'
import { AppError } from '../contract/errors.ts'
import type { EffectiveConfig, SshConfigReport, Target } from '../contract/methods.ts'
import { parseSshCommand } from '../ssh-command/index.ts'
import { inParallel } from '../storage/index.ts'

/** A host that the config names without patterns, with what ssh makes of it. */
export interface ConfigHostEntry {
  readonly alias: string
  readonly target: Target
  /** Absolute paths in the order in which ssh tries them. */
  readonly identityFiles: readonly string[]
}

/** All hosts in the order of the config, or only the one of this alias. */
export type ConfigHosts = (alias?: string) => Promise<readonly ConfigHostEntry[]>

/** The two methods of the ssh config that tell it. */
export interface SshConfigReader {
  read(): Promise<Pick<SshConfigReport, 'hosts'>>
  effective(
    params: { readonly host: string },
    context: Pick<CallContext, 'confirm' | 'signal'>,
  ): Promise<Pick<EffectiveConfig, 'hostName' | 'user' | 'port' | 'identityFiles'>>
}

const AT_ONCE = 4

/** Hosts that ssh itself would refuse are left out: the audit of the config tells of them. */
export function configHostsFrom(config: () => Promise<SshConfigReader>): ConfigHosts {
  return async (only) => {
    const { read, effective } = await config()
    // A list is no reason to run programs that the config names.
    const asksNobody = { confirm: async () => false, signal: new AbortController().signal }
    const aliases = new Set((await read()).hosts.map(({ alias }) => alias))
    const wanted = only === undefined ? [...aliases] : [...aliases].filter((each) => each === only)
    const entries = await inParallel(wanted, AT_ONCE, async (alias) => {
      const found = await effective({ host: alias }, asksNobody).catch((error: unknown) => {
        if (error instanceof AppError) return null
        throw error
      })
      if (found === null) return []
      const { user, hostName: host, port, identityFiles } = found
      return [
        { alias, target: { user, host, port, kind: kindOf(user, host, port) }, identityFiles },
      ]
    })
    return entries.flat()
  }
}

/** As for a command that says the same. */
function kindOf(user: string, host: string, port: number): Target['kind'] {
  return parseSshCommand(`ssh ${user}@${host} -p ${port}`).kind ?? 'generic'
}
