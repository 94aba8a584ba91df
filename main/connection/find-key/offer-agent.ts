/**
 * Offers a public key without having its private half: ssh2 asks an "agent" for a signature once the
 * server has said that it would accept the key, and this one declines (RFC 4252, section 7).
 */

import {
  BaseAgent,
  type ParsedKey,
  type SignCallback,
  type SigningRequestOptions,
  utils,
} from 'ssh2'
import type { PublicKey } from '../../public-keys/index.ts'

/** What the server made of the key; `sha1-only`: it wants a signature that ssh no longer gives. */
export type Answer = 'accepted' | 'refused' | 'sha1-only'

export class OfferAgent extends BaseAgent<ParsedKey> {
  readonly #key: ParsedKey
  #answer: Answer = 'refused'

  constructor(key: PublicKey) {
    super()
    this.#key = offerable(key)
  }

  /** Known once ssh2 has turned to the next method. */
  get answer(): Answer {
    return this.#answer
  }

  override getIdentities(callback: (error: undefined, keys: ParsedKey[]) => void): void {
    callback(undefined, [this.#key])
  }

  override sign(
    _key: ParsedKey,
    _data: Buffer,
    options: SigningRequestOptions | SignCallback,
    callback?: SignCallback,
  ): void {
    const hash = typeof options === 'function' ? undefined : options.hash
    this.#answer = this.#key.type === 'ssh-rsa' && hash === 'sha1' ? 'sha1-only' : 'accepted'
    const decline = typeof options === 'function' ? options : callback
    decline?.(new Error('this agent signs nothing'))
  }
}

/** Any key that ssh2 can read. Only its shape is used. */
const SHAPE = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBERERERERERERERERERERERERERERERERERERERERER'

/**
 * ssh2 reads neither keys of security keys nor certificates, but an offer takes no more than the type
 * and the bytes.
 */
function offerable({ typeWord, blob }: PublicKey): ParsedKey {
  const shape = utils.parseKey(SHAPE)
  if (shape instanceof Error) throw shape
  return Object.create(shape, {
    type: { value: typeWord },
    getPublicSSH: { value: () => blob },
  })
}
