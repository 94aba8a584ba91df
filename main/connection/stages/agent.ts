/** The chosen key as the agent holds it. */

import { utils } from 'ssh2'
import { formatPublicKeyLine, type PublicKey } from '../../public-keys/index.ts'
import { type AgentKey, agentHolds, agentKey } from '../agent-key.ts'
import { StageFailure } from '../facts.ts'
import type { Sockets } from '../sockets.ts'

export interface AgentPlace {
  /** Its socket or pipe; null when none is named. */
  readonly address: string | null
  /** How long it may take to sign, in milliseconds: some agents ask the person first. */
  readonly signMs: number
}

/** @throws {StageFailure} `no-key` without an agent, or when it does not hold the key */
export async function keyOfAgent(
  publicKey: PublicKey | null,
  name: string,
  { address, signMs }: AgentPlace,
  sockets: Sockets,
): Promise<AgentKey> {
  if (address === null)
    throw missing('No ssh-agent runs here: SSH_AUTH_SOCK, the variable that names it, is not set.')
  if (publicKey === null) {
    throw missing(
      `Of ${name} only the locked half can be read, so the ssh-agent cannot be asked for it.`,
    )
  }
  const holds = await agentHolds(publicKey.blob, address, sockets)
  if (holds === null) throw missing('The ssh-agent does not answer.')
  if (!holds) throw missing(`The ssh-agent does not hold ${name}.`)
  const key = utils.parseKey(formatPublicKeyLine(publicKey))
  if (key instanceof Error) {
    throw new StageFailure(
      'key-file-unreadable',
      `${name} is of a kind that Keypilot cannot log in with. ssh itself may well be able to.`,
    )
  }
  return agentKey(key, address, sockets, signMs)
}

function missing(detail: string): StageFailure {
  return new StageFailure('no-key', detail, { isForAgent: true })
}
