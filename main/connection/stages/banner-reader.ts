/** Reads lines from a socket until one is an SSH identification, or it is clear that none will come. */

import type { Socket } from 'node:net'

export type BannerReading =
  | { readonly kind: 'ssh'; readonly line: string }
  | { readonly kind: 'ssh-1'; readonly line: string }
  /** Something else speaks there; `line` is how it began. */
  | { readonly kind: 'other'; readonly line: string }
  | { readonly kind: 'closed'; readonly lines: readonly string[] }
  | { readonly kind: 'reset' }
  | { readonly kind: 'silent' }

export interface BannerReader {
  readonly result: Promise<BannerReading>
  hasBytes(): boolean
}

// OpenSSH reads up to 1,024 lines of notice before the banner; these bounds are kinder to memory.
const MAX_LINES = 1_024
const MAX_BYTES = 65_536
/** RFC 4253 §4.2 counts the line end in its 255; OpenSSH accepts longer ones, and so do we. */
const MAX_IDENT_LENGTH = 1_024
/** No text has these; TLS and other binary protocols do. */
const BINARY = /[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/
const CURRENT_SSH = /^SSH-(?:2\.0|1\.99)-/
const OLD_SSH = /^SSH-1\./

/**
 * Bytes from the identification line on are put back, and the socket is left paused for the SSH
 * client. The lines before it are dropped: clients only show them. Over 40 lines, because the
 * handlers of one socket share its state and are taken off together.
 */
export function readBanner(socket: Socket, limitMs: number): BannerReader {
  let pending = Buffer.alloc(0)
  let received = 0
  const lines: string[] = []
  const result = new Promise<BannerReading>((resolve) => {
    const finish = (reading: BannerReading) => {
      clearTimeout(timer)
      socket.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onError)
      socket.pause()
      if (reading.kind === 'ssh') socket.unshift(pending)
      resolve(reading)
    }
    const onData = (chunk: Buffer) => {
      received += chunk.length
      pending = Buffer.concat([pending, chunk])
      const reading = takeLines() ?? judgeTail(pending.subarray(-chunk.length))
      if (reading) finish(reading)
    }
    const takeLines = (): BannerReading | null => {
      for (let end = pending.indexOf(0x0a); end >= 0; end = pending.indexOf(0x0a)) {
        const reading = judgeLine(pending.toString('utf8', 0, end).replace(/\r$/, ''), lines)
        if (reading) return reading
        pending = pending.subarray(end + 1)
      }
      return null
    }
    const begun = () => lines[0] ?? pending.toString('utf8')
    const judgeTail = (fresh: Buffer): BannerReading | null => {
      const isTooMuch = received > MAX_BYTES || lines.length > MAX_LINES
      return isTooMuch || BINARY.test(fresh.toString('latin1')) ? other(begun()) : null
    }
    const onEnd = () => finish({ kind: 'closed', lines: [...lines, pending.toString('utf8')] })
    const onError = (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? finish({ kind: 'reset' }) : onEnd()
    const timer = setTimeout(
      () => finish(received === 0 ? { kind: 'silent' } : other(begun())),
      limitMs,
    )
    socket.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onError)
  })
  return { result, hasBytes: () => received > 0 }
}

/** Adds a line of notice to `lines`; a line that decides is returned. */
function judgeLine(line: string, lines: string[]): BannerReading | null {
  if (CURRENT_SSH.test(line) && line.length <= MAX_IDENT_LENGTH) return { kind: 'ssh', line }
  if (OLD_SSH.test(line)) return { kind: 'ssh-1', line }
  lines.push(line)
  const isForeign = BINARY.test(line) || line.startsWith('HTTP/') || line.startsWith('SSH-')
  return isForeign ? other(lines[0] ?? line) : null
}

function other(line: string): BannerReading {
  return { kind: 'other', line }
}
