/** One question to the ssh-agent and its answer (draft-miller-ssh-agent, section 3: framing). */

import { connect } from 'node:net'
import { wireUint32 } from '../keys/index.ts'

/** Why there is no answer. Never shown as it is: callers make a sentence of it. */
export class AgentFailure extends Error {
  override name = 'AgentFailure' as const
  /**
   * - `unset`: no agent is named
   * - `unreachable`: the connection failed, with the system's error code in `errno`
   * - `silent`: no whole answer in time
   * - `closed`: hung up before a whole answer
   * - `garbled`: an answer that is none of the protocol
   */
  readonly reason: 'unset' | 'unreachable' | 'silent' | 'closed' | 'garbled'
  readonly errno: string | null

  constructor(reason: AgentFailure['reason'], errno: string | null = null) {
    super(`ssh-agent: ${reason}${errno === null ? '' : ` (${errno})`}`)
    this.reason = reason
    this.errno = errno
  }
}

/** What ssh reads at most (authfd.c, MAX_AGENT_REPLY_LEN). */
const MAX_ANSWER_BYTES = 256 * 1_024

/**
 * Sends one message and resolves with the agent's, type byte first. The connection is closed in any
 * case.
 *
 * @throws {AgentFailure}
 */
export function ask(address: string, message: Buffer, limitMs: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // By its path alone: a bare number would be taken for a port.
    const socket = connect({ path: address })
    const chunks: Buffer[] = []
    let connected = false
    const finish = (outcome: Buffer | AgentFailure) => {
      clearTimeout(timer)
      socket.destroy()
      if (outcome instanceof AgentFailure) reject(outcome)
      else resolve(outcome)
    }
    const timer = setTimeout(() => finish(new AgentFailure('silent')), limitMs)
    socket.once('connect', () => {
      connected = true
      socket.write(wireUint32(message.length))
      socket.write(message)
    })
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      const answer = wholeAnswer(chunks)
      if (answer !== null) finish(answer)
    })
    socket.once('close', () => finish(new AgentFailure('closed')))
    // Stays attached, so that a late error after `destroy` is not an uncaught one.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const errno = error.code ?? 'unknown'
      finish(connected ? new AgentFailure('closed', errno) : new AgentFailure('unreachable', errno))
    })
  })
}

/** The message without its length; null while bytes are missing. */
function wholeAnswer(chunks: readonly Buffer[]): Buffer | AgentFailure | null {
  const size = chunks.reduce((sum, { length }) => sum + length, 0)
  if (size < 4) return null
  const [first = Buffer.alloc(0)] = chunks
  const length = (first.length >= 4 ? first : Buffer.concat(chunks)).readUInt32BE(0)
  if (length < 1 || length > MAX_ANSWER_BYTES || size > 4 + length) {
    return new AgentFailure('garbled')
  }
  return size === 4 + length ? Buffer.concat(chunks).subarray(4) : null
}
