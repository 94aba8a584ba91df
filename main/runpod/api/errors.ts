/** What went wrong at RunPod, as sentences for the person. */

import { AppError } from '../../contract/errors.ts'
import type { ErrorCode } from '../../contract/methods.ts'
import type { Answer, TransportError } from '../../network/index.ts'
import { printable } from '../../system/printable.ts'

/** Makes text of an answer fit to be shown: RunPod could repeat the API key in it. */
export type Clean = (text: string) => string

export interface Problem {
  readonly detail: string
  readonly errors: readonly string[]
}

/** `what`: what Keypilot was doing, to follow “could not”. */
export function answerError(answer: Answer, what: string, clean: Clean): AppError {
  const { status } = answer
  const problem = readProblem(answer.text, clean)
  if (status === 401) return new AppError('unauthorized', UNAUTHORIZED)
  if (status === 403) return new AppError(...forbidden(answer, what))
  if (status === 404) {
    return new AppError(
      'not-found',
      `RunPod does not know what Keypilot asked for, so it could not ${what}. It may have been deleted a moment ago, or the API key may not see it.`,
    )
  }
  if (status === 410) {
    return new AppError(
      'unsupported',
      `Keypilot could not ${what}: RunPod has retired this part of its service, and this version of Keypilot is too old for it. Update Keypilot. Copying and pasting works until then.`,
    )
  }
  if (status === 400 || status === 422) {
    return new AppError('invalid-value', refused(problem, what))
  }
  if (status >= 300 && status < 400) {
    return new AppError(
      'service-error',
      `Keypilot could not ${what}: the answer sends it to another address, and your API key goes to RunPod alone. A hotel’s or a company’s login page may stand between this computer and RunPod; open any web page to see.`,
    )
  }
  const said = problem === null || problem.detail === '' ? '' : ` RunPod says: “${problem.detail}”.`
  return new AppError(
    'service-error',
    `RunPod could not ${what} (its answer was error ${status}).${said} Try again in a few minutes.`,
  )
}

/** An answer with status 200 that is not what the specification promises. */
export function unexpectedAnswer(what: string, detail: string): AppError {
  return new AppError(
    'service-error',
    `Keypilot could not ${what}: ${detail} Try again in a few minutes; if the same happens, RunPod may have changed something, and a newer Keypilot may help.`,
  )
}

export function rateLimited(waitMs: number): AppError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1_000))
  const time = seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`
  return new AppError(
    'rate-limited',
    `RunPod asks for a pause, because there were many requests in a short time. It takes new ones in ${time}.`,
    { details: { retryAfterMs: waitMs } },
  )
}

export function transportAppError(error: TransportError, what: string, host: string): AppError {
  const [code, reason] = TRANSPORT[error.reason](host, error.detail)
  if (code === 'cancelled') return new AppError('cancelled', 'Stopped at your request.')
  return new AppError(code, `Keypilot could not ${what}: ${reason}`)
}

export function outcomeUnknown(what: string): AppError {
  return new AppError(
    'outcome-unknown',
    `Keypilot asked RunPod to ${what}, and no answer tells whether it happened. Read the list again to see what is true now, before anything else is changed.`,
  )
}

const UNAUTHORIZED =
  'RunPod does not accept the API key. It may be incomplete, disabled or deleted. In RunPod’s settings, under API Keys, see whether it is there and enabled; if not, make a new one and enter it here.'

function forbidden({ text }: Answer, what: string): [ErrorCode, string] {
  if (/\b10[01]\d\b/.test(text) && /error code|cloudflare/i.test(text)) {
    return [
      'service-error',
      `Keypilot could not ${what}: Cloudflare, which stands in front of RunPod, turned the request away before RunPod saw it. Your API key is not the reason. A proxy or a security program that changes requests can be, or the address of your network. Try another network, or try again later.`,
    ]
  }
  if (readProblem(text, (each) => each) === null) {
    return [
      'service-error',
      `Keypilot could not ${what}: something between this computer and RunPod refused the request. It is not RunPod’s own answer; a proxy or a firewall of your network may be the reason.`,
    ]
  }
  return [
    'forbidden',
    `RunPod knows the API key, but it may not ${what}. A restricted or read-only key cannot do everything: in RunPod’s settings, under API Keys, give it “Read/Write” for what is missing, or make a key with the permission “All”.`,
  ]
}

function refused(problem: Problem | null, what: string): string {
  const { errors = [], detail = '' } = problem ?? {}
  const said = errors.length > 0 ? errors.join('; ') : detail
  return `RunPod refused to ${what}, and nothing was changed. ${said === '' ? 'It gave no reason.' : `Its reason: ${said}.`}`
}

/** RFC 9457. Null when the text is no such thing. */
function readProblem(text: string, clean: Clean): Problem | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return null
    const entry = value as { readonly [name: string]: unknown }
    const words = [entry.detail, entry.title, entry.message, entry.error]
    const detail = words.find((each) => typeof each === 'string' && each !== '')
    const errors = Array.isArray(entry.errors) ? entry.errors.slice(0, 5) : []
    return {
      detail: show(detail, clean),
      errors: errors.filter((each) => typeof each === 'string').map((each) => show(each, clean)),
    }
  } catch {
    return null
  }
}

function show(text: unknown, clean: Clean): string {
  if (typeof text !== 'string') return ''
  return printable(clean(text.slice(0, 4_096)), 200).replace(/\.$/, '')
}

const TRANSPORT: {
  readonly [R in TransportError['reason']]: (host: string, detail: string) => [ErrorCode, string]
} = {
  offline: (host, detail) => [
    'offline',
    `this computer cannot reach ${host} (${detail}). Check your internet connection, and try again.`,
  ],
  refused: (host) => [
    'offline',
    `${host} refuses the connection. A firewall may be the reason; try again, or use another network.`,
  ],
  proxy: (_host, detail) => [
    'offline',
    detail === '407'
      ? 'the web proxy of this network wants a name and a password. Put them into the variable HTTPS_PROXY.'
      : `the web proxy that the variables of this computer name (HTTPS_PROXY) does not let the request through${detail === '' ? '' : ` (${detail})`}. Check the variable, or set NO_PROXY to api.runpod.io when no proxy is needed.`,
  ],
  certificate: (host, detail) => [
    'service-error',
    `the encrypted connection to ${host} is not with RunPod (${detail}), so the API key was not sent. A security program or a company’s proxy that looks into connections can be the reason; its certificate can be given in the variable NODE_EXTRA_CA_CERTS. The clock of this computer being wrong is another.`,
  ],
  timeout: (host) => [
    'timeout',
    `${host} did not answer in time. Try again in a minute; RunPod may be busy.`,
  ],
  cut: (host) => [
    'service-error',
    `${host} ended the connection before its answer was complete. Try again.`,
  ],
  'too-large': (host) => [
    'service-error',
    `the answer of ${host} is larger than any that RunPod should give. It was not read.`,
  ],
  cancelled: () => ['cancelled', ''],
}
