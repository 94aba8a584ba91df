/** Asks the project's list of releases for the number of the latest one. */

import { throwIfCancelled } from '../contract/errors.ts'
import type { UpdateCheck } from '../contract/methods.ts'
import { exchange, isLoopback, proxyFor } from '../network/index.ts'
import { isNewer, parseVersion } from './version.ts'

export interface UpdateOptions {
  /** The version that is running. */
  readonly installed: string
  readonly env: { readonly [name: string]: string | undefined }
  readonly signal: AbortSignal
  /** Replaces the time limit, for tests. */
  readonly timeoutMs?: number
}

/** https://docs.github.com/rest/releases/releases#get-the-latest-release */
const LATEST_RELEASE = 'https://api.github.com/repos/keypilot/keypilot/releases/latest'
const TIMEOUT_MS = 10_000
const MAX_ANSWER_BYTES = 1_048_576
/** GitHub wants a name. Neither a version nor anything of this computer is in it. */
const HEADERS = { accept: 'application/vnd.github+json', 'user-agent': 'Keypilot' }

const SILENT = 'GitHub could not be reached, so it is not known whether there is a newer version.'
const GARBLED =
  'The answer could not be understood, so it is not known whether there is a newer version.'

/**
 * One request, of which every failure is an answer in words.
 *
 * @throws {AppError} `cancelled`
 */
export async function checkForUpdate(options: UpdateOptions): Promise<UpdateCheck> {
  const { installed, signal } = options
  const unknown = (detail: string): UpdateCheck => ({ state: 'unknown', installed, detail })
  const url = feedUrl(options.env)
  if (url === null)
    return unknown(
      'The address in KEYPILOT_UPDATE_URL is not an https address, so nothing was asked.',
    )
  const answer = await ask(url, options)
  throwIfCancelled(signal)
  if (answer === null) return unknown(SILENT)
  if (answer.status === 404) return unknown('No version has been published yet.')
  if (answer.status === 403 || answer.status === 429)
    return unknown('GitHub takes no more questions from here for now. Try again in an hour.')
  if (answer.status !== 200) return unknown(`${GARBLED} Its status was ${answer.status}.`)
  const latest = versionIn(answer.text)
  const running = parseVersion(installed)
  if (latest === null || running === null) return unknown(GARBLED)
  const state = isNewer(latest, running) ? 'newer' : 'current'
  return { state, installed, latest: latest.join('.') }
}

/** Https, or this computer itself; without a name and password in it. Null when it is none. */
function feedUrl(env: UpdateOptions['env']): URL | null {
  const text = env.KEYPILOT_UPDATE_URL || LATEST_RELEASE
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
  return isSafe && url.username === '' && url.password === '' ? url : null
}

async function ask(url: URL, { env, signal, timeoutMs }: UpdateOptions) {
  try {
    return await exchange({
      url,
      proxy: proxyFor(url, env),
      method: 'GET',
      headers: HEADERS,
      body: null,
      timeoutMs: timeoutMs ?? TIMEOUT_MS,
      maxAnswerBytes: MAX_ANSWER_BYTES,
      signal,
    })
  } catch {
    return null
  }
}

/** The number of a finished release; null when the answer is anything else. */
function versionIn(text: string) {
  let release: unknown
  try {
    release = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof release !== 'object' || release === null || !('tag_name' in release)) return null
  if ('draft' in release && release.draft !== false) return null
  if ('prerelease' in release && release.prerelease !== false) return null
  return typeof release.tag_name === 'string' ? parseVersion(release.tag_name) : null
}
