/**
 * Stage `banner`: the line by which an SSH server introduces itself (RFC 4253 §4.2), read by us so
 * that whatever else answers can be named. Bytes and lines are bounded.
 */

import type { Socket } from 'node:net'
import { type Passed, StageFailure } from '../facts.ts'
import { printable } from '../printable.ts'
import { type BannerReading, readBanner } from './banner-reader.ts'
import type { HttpAnswer } from './http-probe.ts'

export interface BannerOptions {
  readonly socket: Socket
  readonly limitMs: number
  readonly silenceMs: number
  /** Asks on a second connection whether a web server stands there. */
  readonly probeHttp: () => Promise<HttpAnswer | null>
}

export async function readServerBanner(options: BannerOptions): Promise<Passed<string>> {
  const { socket, limitMs, silenceMs, probeHttp } = options
  const reader = readBanner(socket, limitMs)
  const silence = afterSilence(reader.hasBytes, silenceMs)
  try {
    // A web server waits to be asked, so it would be silent here until the limit.
    const probing = silence.elapsed.then(async () => {
      const answer = await probeHttp()
      return answer ? webServer(answer) : reader.result
    })
    const reading = await Promise.race([reader.result, probing])
    if (reading instanceof StageFailure) throw reading
    return judge(reading, limitMs, probeHttp)
  } finally {
    silence.cancel()
  }
}

async function judge(
  reading: BannerReading,
  limitMs: number,
  probeHttp: BannerOptions['probeHttp'],
): Promise<Passed<string>> {
  switch (reading.kind) {
    case 'ssh': {
      const software = printable(reading.line, 255)
      return { state: 'ok', detail: `The server is ${software}.`, value: software }
    }
    case 'ssh-1':
      throw new StageFailure(
        'no-common-algorithm',
        `The server speaks only the first version of SSH (${printable(reading.line)}), which no current program uses.`,
      )
    case 'other':
      throw otherServer(reading.line)
    case 'silent':
      throw bannerTimeout(limitMs)
    case 'reset':
      throw new StageFailure(
        'connection-reset',
        'The connection was accepted and then reset, before the server said anything.',
      )
    case 'closed':
      throw await judgeClosed(reading.lines, probeHttp)
  }
}

export function bannerTimeout(limitMs: number): StageFailure {
  return new StageFailure(
    'banner-timeout',
    `The connection was accepted, but the server said nothing within ${limitMs / 1000} s.`,
  )
}

/** Texts of OpenSSH's sshd.c; it sends them without encryption and hangs up. */
const TURNED_AWAY = /Not allowed at this time|Exceeded MaxStartups/

async function judgeClosed(
  lines: readonly string[],
  probeHttp: BannerOptions['probeHttp'],
): Promise<StageFailure> {
  const words = lines.map((line) => printable(line)).filter((line) => line !== '')
  const turnedAway = words.find((line) => TURNED_AWAY.test(line))
  if (turnedAway !== undefined) {
    return new StageFailure('penalised', `The server said “${turnedAway}” and hung up.`)
  }
  const [first] = words
  if (first !== undefined) return otherServer(first)
  const answer = await probeHttp()
  if (answer) return webServer(answer)
  return new StageFailure(
    'closed-before-handshake',
    'The connection was accepted and closed at once, without a word.',
  )
}

function otherServer(line: string): StageFailure {
  const shown = printable(line)
  const isHttp = /^HTTP\/|<html|<!doctype/i.test(shown)
  return new StageFailure(
    'not-ssh',
    shown === ''
      ? 'What answers there sends bytes that are not SSH.'
      : `What answers there is not an SSH server. It said: “${shown}”.`,
    { answeredBy: isHttp ? 'http' : 'other' },
  )
}

function webServer(answer: HttpAnswer): StageFailure {
  const name = answer.server === null ? '' : ` (${answer.server})`
  return new StageFailure('not-ssh', `A web server${name} answers there: “${answer.statusLine}”.`, {
    answeredBy: answer.isJupyter ? 'jupyter' : 'http',
  })
}

function afterSilence(hasBytes: () => boolean, silenceMs: number) {
  let timer: NodeJS.Timeout | undefined
  const elapsed = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      if (!hasBytes()) resolve()
    }, silenceMs)
  })
  return { elapsed, cancel: () => clearTimeout(timer) }
}
