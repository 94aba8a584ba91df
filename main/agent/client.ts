/** Talks to the ssh-agent. */

import { AppError } from '../contract/errors.ts'
import type { AgentReport } from '../contract/methods.ts'
import { type HeldKey, readEnvelope, readPrivateSection } from '../keys/index.ts'
import { type AgentEnvironment, agentAddress } from '../system/agent.ts'
import { AgentFailure, ask } from './ask.ts'
import { failureError, refusal } from './failure.ts'
import { type HeldIdentity, heldIdentity, heldKeys } from './identity.ts'
import {
  addIdentity,
  readDone,
  readIdentities,
  removeIdentity,
  requestIdentities,
} from './messages.ts'
import { failureReport, runningReport } from './report.ts'

export interface KeyToAdd {
  /** Unencrypted, in OpenSSH's format. */
  readonly privateFile: Buffer
  readonly comment: string
  /** The agent forgets the key after this many seconds. Default: when it ends. */
  readonly lifetimeSeconds?: number
  /** Adds the key under this certificate (wire format) instead of alone. */
  readonly certificate?: Buffer
}

export interface AgentClient {
  /** Answers within a second, whatever the agent does. */
  list(): Promise<AgentReport>
  /** For the list of keys: empty when the agent does not answer within a second. */
  heldKeys(): Promise<readonly HeldKey[]>
  /** @throws {AppError} `not-found` without an agent, `timeout`, `unreadable` */
  identities(): Promise<readonly HeldIdentity[]>
  /** @throws {AppError} as `identities`; `permission-denied` when the agent refuses */
  add(key: KeyToAdd): Promise<void>
  /** Removes the identity with this blob. @throws {AppError} as `add` */
  remove(publicBlob: Buffer): Promise<void>
}

const LIST_LIMIT_MS = 1_000
/** Longer: some agents ask the person first. */
const CHANGE_LIMIT_MS = 5_000

export function createAgentClient(environment: AgentEnvironment): AgentClient {
  async function identities(): Promise<readonly HeldIdentity[]> {
    const answer = await exchange(requestIdentities(), LIST_LIMIT_MS)
    return readIdentities(answer).map((identity) => heldIdentity(identity))
  }
  async function exchange(message: Buffer, limitMs: number): Promise<Buffer> {
    const address = agentAddress(environment)
    if (address === null) throw new AgentFailure('unset')
    return ask(address, message, limitMs)
  }
  async function change(doing: 'add' | 'remove', message: Buffer): Promise<void> {
    const done = readDone(await exchange(message, CHANGE_LIMIT_MS))
    if (!done) throw refusal(doing, environment)
  }
  return {
    async list() {
      try {
        return runningReport(await identities(), environment)
      } catch (error) {
        if (error instanceof AgentFailure) return failureReport(error, environment)
        throw error
      }
    },
    heldKeys: () =>
      identities().then(heldKeys, (error) => {
        if (error instanceof AgentFailure) return []
        throw error
      }),
    identities: () => forPerson(identities(), environment, 'list'),
    async add(key) {
      const message = additionOf(key)
      try {
        await forPerson(change('add', message), environment, 'change')
      } finally {
        message.fill(0)
      }
    },
    remove: (blob) => forPerson(change('remove', removeIdentity(blob)), environment, 'change'),
  }
}

function additionOf({ privateFile, comment, lifetimeSeconds, certificate }: KeyToAdd): Buffer {
  const result = readEnvelope(privateFile)
  const section = result.ok ? readPrivateSection(result.envelope.sealed) : null
  if (section === null) {
    throw new AppError(
      'unreadable',
      'The private key is damaged: its content does not fit together.',
    )
  }
  const message = addIdentity({
    section,
    certificate: certificate ?? null,
    comment,
    lifetimeSeconds: lifetimeSeconds ?? null,
  })
  section.fields.fill(0)
  return message
}

async function forPerson<T>(
  work: Promise<T>,
  environment: AgentEnvironment,
  doing: 'list' | 'change',
): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw error instanceof AgentFailure ? failureError(error, environment, doing) : error
  }
}
