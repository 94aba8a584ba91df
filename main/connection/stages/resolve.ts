/** Stage `resolve`: the addresses behind a host name. */

import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { type Passed, StageFailure } from '../facts.ts'

/** Asks as the system's own programs do, in the system's order; addresses need no lookup. */
export async function resolveHost(host: string): Promise<Passed<readonly string[]>> {
  const family = isIP(host)
  if (family !== 0) {
    return { state: 'ok', detail: `${host} is an IPv${family} address already.`, value: [host] }
  }
  const found = await lookup(host, { all: true, verbatim: true }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new StageFailure('name-not-found', describe(host, error.code ?? 'unknown'))
    },
  )
  const shown = found.map(({ address, family: version }) => `${address} (IPv${version})`)
  return {
    state: 'ok',
    detail: `${host} is ${shown.slice(0, 4).join(', ')}.`,
    value: found.map(({ address }) => address),
  }
}

export function resolveTimeout(host: string, limitMs: number): StageFailure {
  return new StageFailure(
    'name-not-found',
    `The name service did not answer within ${limitMs / 1000} s when asked for ${host}.`,
  )
}

function describe(host: string, code: string): string {
  if (code === 'EAI_AGAIN') {
    return `The name service could not be asked for ${host} (${code}). This computer may be offline.`
  }
  return `The name service knows no address for ${host} (${code}).`
}
