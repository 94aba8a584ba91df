/**
 * Keys that ssh2 is made to offer without holding their private halves. ssh2 asks an agent to sign
 * only after the server has said that it would accept the key, so being asked is the answer.
 */

import {
  AgentProtocol,
  BaseAgent,
  type ParsedKey,
  type SignCallback,
  type SigningRequestOptions,
} from 'ssh2'
import type { Sockets } from './sockets.ts'

/** The agent's copy of exactly one key. */
export interface AgentKey {
  readonly agent: BaseAgent<ParsedKey>
  /** The server would take the key, but the agent did not sign. */
  wasRefused(): boolean
  /** The server takes the key only with a SHA-1 signature, which ssh does not give. */
  wantedSha1(): boolean
}

/** Longer than any agent takes that has nobody to ask. */
const LIST_LIMIT_MS = 2_000

/**
 * @param address of the agent's socket or pipe
 * @param signMs after which an agent that still waits for the person counts as refusing
 */
export function agentKey(
  key: ParsedKey,
  address: string,
  sockets: Sockets,
  signMs: number,
): AgentKey {
  let isRefused = false
  let isSha1 = false
  const agent = new OneKeyAgent([key], (data, options, callback) => {
    if (key.type === 'ssh-rsa' && options.hash !== 'sha256' && options.hash !== 'sha512') {
      isSha1 = true
      callback(new Error('only SHA-1'))
      return
    }
    const { protocol, end } = askAgent(address, sockets, signMs, () => {
      isRefused = true
      callback(new Error('the ssh-agent gave no signature'))
    })
    protocol.sign(key, data, { hash: options.hash ?? 'sha256' }, (error, signature) => {
      end()
      if (error) isRefused = true
      callback(error ?? null, signature)
    })
  })
  return { agent, wasRefused: () => isRefused, wantedSha1: () => isSha1 }
}

/** Public halves alone: nothing is ever signed. */
export function publicHalves(
  keys: readonly ParsedKey[],
  onAccepted: (key: ParsedKey) => void,
): BaseAgent<ParsedKey> {
  return new OneKeyAgent(keys, (_data, _options, callback, key) => {
    onAccepted(key)
    callback(new Error('only asking'))
  })
}

/** Whether the agent holds a key; null when it does not answer. */
export function agentHolds(
  blob: Buffer,
  address: string,
  sockets: Sockets,
): Promise<boolean | null> {
  return new Promise((resolve) => {
    const { protocol, end } = askAgent(address, sockets, LIST_LIMIT_MS, () => resolve(null))
    protocol.getIdentities((error, keys = []) => {
      end()
      resolve(error ? null : keys.some((key) => key.getPublicSSH().equals(blob)))
    })
  })
}

type Sign = (
  data: Buffer,
  options: SigningRequestOptions,
  callback: SignCallback,
  key: ParsedKey,
) => void

class OneKeyAgent extends BaseAgent<ParsedKey> {
  readonly #keys: readonly ParsedKey[]
  readonly #sign: Sign

  constructor(keys: readonly ParsedKey[], sign: Sign) {
    super()
    this.#keys = keys
    this.#sign = sign
  }

  override getIdentities(callback: (error: null, keys: ParsedKey[]) => void): void {
    callback(null, [...this.#keys])
  }

  override sign(
    key: ParsedKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    callback?: SignCallback,
  ): void {
    if (typeof options === 'function') this.#sign(data, {}, options, key)
    else if (callback !== undefined) this.#sign(data, options, callback, key)
  }
}

/** One question to the agent on a connection of its own. */
function askAgent(
  address: string,
  sockets: Sockets,
  limitMs: number,
  onLost: () => void,
): { readonly protocol: AgentProtocol; end(): void } {
  const socket = sockets.openPath(address)
  const protocol = new AgentProtocol(true)
  let isOver = false
  const end = () => {
    isOver = true
    clearTimeout(timer)
    socket.destroy()
  }
  const lose = () => {
    if (isOver) return
    end()
    onLost()
  }
  const timer = setTimeout(lose, limitMs)
  protocol.on('error', lose)
  socket.once('error', lose)
  socket.once('close', lose)
  protocol.pipe(socket).pipe(protocol)
  return { protocol, end }
}
