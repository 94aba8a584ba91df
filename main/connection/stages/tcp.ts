/** Stage `tcp`: a connection to the first address that takes one. */

import { isIP, type Socket } from 'node:net'
import type { CauseCode } from '../../contract/methods.ts'
import { type Passed, StageFailure } from '../facts.ts'
import { formatAddress } from '../printable.ts'
import type { Sockets } from '../sockets.ts'

export interface TcpConnection {
  readonly socket: Socket
  readonly address: string
}

interface Refusal {
  readonly address: string
  readonly code: string
}

const CAUSES: { readonly [code: string]: CauseCode } = {
  ECONNREFUSED: 'connection-refused',
  ETIMEDOUT: 'connection-timed-out',
  EHOSTUNREACH: 'host-unreachable',
  ENETUNREACH: 'host-unreachable',
  ENETDOWN: 'host-unreachable',
  EADDRNOTAVAIL: 'host-unreachable',
  ECONNRESET: 'connection-reset',
}

/**
 * Tries the addresses in order, as ssh does. All but the last get an equal share of the limit, so
 * that an address that never answers does not hide one that would.
 */
export async function connectTcp(
  options: {
    readonly addresses: readonly string[]
    readonly port: number
    readonly limitMs: number
  },
  sockets: Sockets,
): Promise<Passed<TcpConnection>> {
  const { addresses, port, limitMs } = options
  const refusals: Refusal[] = []
  for (const [index, address] of addresses.entries()) {
    const isLast = index === addresses.length - 1
    const shareMs = isLast ? null : limitMs / addresses.length
    const result = await attempt(sockets, address, port, shareMs)
    if (typeof result === 'string') refusals.push({ address, code: result })
    else return { state: 'ok', detail: describeSuccess(address, port, refusals), value: result }
  }
  throw failureOf(refusals, port)
}

export function tcpTimeout(addresses: readonly string[], port: number, limitMs: number) {
  const shown = addresses.map((address) => formatAddress(address, port)).join(', ')
  return new StageFailure(
    'connection-timed-out',
    `No answer at all from ${shown} within ${limitMs / 1000} s.`,
  )
}

function attempt(
  sockets: Sockets,
  address: string,
  port: number,
  shareMs: number | null,
): Promise<TcpConnection | string> {
  return new Promise((resolve) => {
    const socket = sockets.open(address, port)
    const giveUp = () => {
      socket.destroy()
      resolve('ETIMEDOUT')
    }
    const timer = shareMs === null ? undefined : setTimeout(giveUp, shareMs)
    socket.once('connect', () => {
      clearTimeout(timer)
      resolve({ socket, address })
    })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      resolve(error.code ?? 'unknown')
    })
    socket.once('close', () => {
      clearTimeout(timer)
      resolve('ECONNABORTED')
    })
  })
}

function describeSuccess(address: string, port: number, refusals: readonly Refusal[]): string {
  const after = refusals.map((refusal) => ` ${refusal.address} did not (${refusal.code}).`).join('')
  return `${formatAddress(address, port)} (IPv${isIP(address)}) accepted the connection.${after}`
}

/** The last address decides: it had the full time, and the system lists the most usual kind last. */
function failureOf(refusals: readonly Refusal[], port: number): StageFailure {
  const shown = refusals.map(({ address, code }) => `${formatAddress(address, port)}: ${code}`)
  const last = refusals.at(-1)
  const cause = (last && CAUSES[last.code]) ?? 'unexpected'
  return new StageFailure(cause, `The connection was not made (${shown.join('; ')}).`)
}
