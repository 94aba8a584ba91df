/** What can go wrong before there is a whole answer. */

export type TransportCause =
  /** No way to RunPod: no network, no such name. */
  | 'offline'
  /** The computer there refuses connections. */
  | 'refused'
  /** The web proxy refuses, or cannot reach RunPod. */
  | 'proxy'
  /** The encrypted connection is not with RunPod. */
  | 'certificate'
  | 'timeout'
  /** The connection ended early. */
  | 'cut'
  | 'too-large'
  | 'cancelled'

/** Caught inside this folder. Holds nothing of the request. */
export class TransportError extends Error {
  override name = 'TransportError' as const
  readonly reason: TransportCause
  /** Whether anything of the request may have reached RunPod. */
  readonly sent: boolean
  /** The system's code or a status, for the sentence. */
  readonly detail: string

  constructor(reason: TransportCause, sent: boolean, detail = '') {
    super(reason)
    this.reason = reason
    this.sent = sent
    this.detail = detail
  }
}

const OFFLINE = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'ENETDOWN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
])

/** Turns an error of a socket into what it means. */
export function transportError(error: unknown, sent: boolean): TransportError {
  if (error instanceof TransportError) return error
  const code = codeOf(error)
  if (OFFLINE.has(code)) return new TransportError('offline', sent, code)
  if (code === 'ECONNREFUSED') return new TransportError('refused', sent, code)
  if (code === 'ETIMEDOUT') return new TransportError('timeout', sent, code)
  if (/CERT|SIGNATURE|^ERR_TLS|ISSUER|^EPROTO$|^ERR_SSL/.test(code)) {
    return new TransportError('certificate', sent, code)
  }
  return new TransportError('cut', sent, code)
}

/** Of several addresses, each failed for a reason of its own; the first stands for all. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0])
  const code = error instanceof Error && 'code' in error ? error.code : ''
  return typeof code === 'string' ? code : ''
}
