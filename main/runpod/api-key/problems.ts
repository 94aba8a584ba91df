/** What there is to say of the API key. */

import type { ApiKeySource, Problem } from '../../contract/methods.ts'
import type { Environment } from '../../network/index.ts'
import { isElsewhere } from '../api/base-url.ts'
import type { StoredKey } from './stored-key.ts'

export function statusProblems(
  stored: StoredKey,
  source: ApiKeySource | null,
  env: Environment,
  isVariableUsable: boolean,
): readonly Problem[] {
  const found: Problem[] = []
  if (!isVariableUsable) found.push(VARIABLE_UNUSABLE)
  if (source === 'environment') found.push(FROM_VARIABLE)
  if (stored.state === 'unreadable' && source !== 'environment') found.push(UNREADABLE[stored.why])
  if (isElsewhere(env)) found.push(ELSEWHERE)
  return found
}

const FROM_VARIABLE: Problem = {
  code: 'api-key-from-variable',
  severity: 'info',
  title: 'The API key comes from RUNPOD_API_KEY',
  detail:
    'Keypilot uses this environment variable (a setting of your system) before anything that is entered here. To use another API key, remove the variable and start Keypilot again.',
}

const VARIABLE_UNUSABLE: Problem = {
  code: 'api-key-variable-unusable',
  severity: 'warning',
  title: 'RUNPOD_API_KEY holds no API key',
  detail:
    'There is a space, a line break or a foreign character in this environment variable (a setting of your system), so Keypilot does not use it. An API key is one word that starts with “rpa_”.',
}

const UNREADABLE: {
  readonly [W in (StoredKey & { state: 'unreadable' })['why']]: Problem
} = {
  'other-host': {
    code: 'stored-key-of-desktop',
    severity: 'info',
    title: 'The desktop app keeps an API key',
    detail:
      'Only the desktop app can decrypt it. Here, enter the API key for this run, or set the environment variable RUNPOD_API_KEY.',
  },
  'not-decrypted': {
    code: 'stored-key-unreadable',
    severity: 'warning',
    title: 'The stored API key cannot be decrypted',
    detail:
      'The password store of this computer does not open it: perhaps it is locked, was reset, or the file comes from another account. Nothing was deleted. Unlock the password store and start Keypilot again, or enter the API key once more; RunPod shows an API key only once, so you may need a new one.',
  },
  damaged: {
    code: 'stored-key-damaged',
    severity: 'warning',
    title: 'The file of the stored API key is damaged',
    detail: 'Enter the API key once more; the file is then written again.',
  },
}

const ELSEWHERE: Problem = {
  code: 'runpod-elsewhere',
  severity: 'warning',
  title: 'Requests do not go to RunPod',
  detail:
    'The environment variable KEYPILOT_RUNPOD_URL names another address, and your API key is sent there. Remove the variable unless you set it yourself, for a test.',
}

/** `what`: keys or pods, as the person calls them. */
export function refusedScope(what: 'account-keys' | 'pods', message: string): Problem {
  return {
    code: `${what}-refused`,
    severity: 'warning',
    title:
      what === 'pods'
        ? 'The API key may not read your pods'
        : 'The API key may not read the keys of your account',
    detail: message,
  }
}
