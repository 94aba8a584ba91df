/**
 * The passphrases and API keys of the calls that are running, so that the log can leave them out
 * wherever they turn up: an error thrown deep inside a library may repeat what it was given.
 */

import type { Dispatch } from './contract/dispatch.ts'
import { isSecretName } from './storage/index.ts'

export interface SecretsInFlight {
  /** The same dispatcher; while one of its calls runs, `hide` knows that call's secrets. */
  watch(dispatch: Dispatch): Dispatch
  /** The text without them. */
  hide(text: string): string
}

/** Shorter ones stand in ordinary words, and would make a log of nothing. */
const MIN_LENGTH = 4

export function createSecretsInFlight(): SecretsInFlight {
  const running = new Set<readonly string[]>()
  return {
    watch: (dispatch) => async (method, params, context) => {
      const secrets = secretsOf(params)
      running.add(secrets)
      try {
        return await dispatch(method, params, context)
      } finally {
        running.delete(secrets)
      }
    },
    hide(text) {
      let result = text
      for (const secret of [...running].flat()) result = result.replaceAll(secret, '[removed]')
      return result
    },
  }
}

/** As they are, and as JSON writes them. */
function secretsOf(params: unknown): readonly string[] {
  if (typeof params !== 'object' || params === null) return []
  return Object.entries(params)
    .filter(([name]) => isSecretName(name))
    .flatMap(([, value]) => (typeof value === 'string' ? [value] : []))
    .filter((value) => value.length >= MIN_LENGTH)
    .flatMap((value) => [value, JSON.stringify(value).slice(1, -1)])
}
