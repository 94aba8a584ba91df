/**
 * A pod's host key stands under its address, as everyone's, and under the name of the pod, by which
 * its entry in the ssh config looks it up (`HostKeyAlias`, ssh_config(5)): a pod at a new address is
 * known again, and a pod that shows another key than before is noticed.
 */

import { AppError } from '../contract/errors.ts'
import type { KnownHosts } from './known-hosts.ts'

/** The names that a host and port have beside the address; none for most. */
export type NamesOf = (host: string, port: number) => Promise<readonly string[]>

/** ssh adds no port to such a name (`get_hostfile_hostname_ipaddr` in sshconnect.c). */
const placeOf = (name: string) => ({ host: name, port: 22 })

export function alsoUnderNames(base: KnownHosts, namesOf: NamesOf): KnownHosts {
  const lookup: KnownHosts['lookup'] = async (host, port) => {
    const places = [{ host, port }, ...(await namesOf(host, port)).map(placeOf)]
    return (await Promise.all(places.map((one) => base.lookup(one.host, one.port)))).flat()
  }
  return {
    ...base,
    lookup,
    async judge(host, port, key) {
      const judged = await base.judge(host, port, key)
      if (judged.status !== 'new') return judged
      for (const name of await namesOf(host, port)) {
        const byName = await base.judge(name, 22, key)
        if (byName.status !== 'new') return { ...byName, unreadable: judged.unreadable }
      }
      return judged
    },
    async accept(params) {
      await base.accept(params)
      for (const name of await namesOf(params.host, params.port)) {
        await base.accept({ ...placeOf(name), key: params.key }).catch(unlessThere)
      }
      return lookup(params.host, params.port)
    },
    async forget(place, { confirm }) {
      const first = await base.forget(place, { confirm })
      const results = [first]
      for (const name of await namesOf(place.host, place.port)) {
        // One question for one host.
        const isAsked = results.some(({ removed }) => removed.length > 0)
        const context = { confirm: isAsked ? async () => true : confirm }
        results.push(await base.forget(placeOf(name), context))
      }
      return {
        removed: results.flatMap(({ removed }) => removed),
        // The oldest holds everything.
        backup: results.find(({ backup }) => backup !== null)?.backup ?? null,
      }
    },
  }
}

/** What stands under the name already is judged with the next test. */
function unlessThere(error: unknown): void {
  if (!(error instanceof AppError) || error.code !== 'already-exists') throw error
}
