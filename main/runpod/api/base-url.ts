/** Where RunPod's API is. */

import { AppError } from '../../contract/errors.ts'
import { type Environment, isLoopback } from '../../network/index.ts'

const RUNPOD_URL = 'https://api.runpod.io'

/**
 * `KEYPILOT_RUNPOD_URL`, or RunPod's own address. The API key goes there, so it must be encrypted on
 * its way unless it never leaves this computer.
 *
 * @throws {AppError} `invalid-value`
 */
export function baseUrl(env: Environment): URL {
  const text = env.KEYPILOT_RUNPOD_URL || RUNPOD_URL
  const url = URL.canParse(text) ? new URL(text) : null
  const isSafe =
    url !== null &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))
  if (isSafe && url.username === '' && url.password === '') return url
  throw new AppError(
    'invalid-value',
    'The address in KEYPILOT_RUNPOD_URL is not an https address, so the API key was not sent there. Remove the variable, and Keypilot uses RunPod’s own address.',
  )
}

/** Whether the API key is sent somewhere else than to RunPod. */
export function isElsewhere(env: Environment): boolean {
  return Boolean(env.KEYPILOT_RUNPOD_URL) && env.KEYPILOT_RUNPOD_URL !== RUNPOD_URL
}
