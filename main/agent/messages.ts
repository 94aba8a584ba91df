/** The messages of the ssh-agent protocol that Keypilot speaks (draft-miller-ssh-agent, section 3). */

import {
  type PrivateSection,
  WireError,
  WireReader,
  wireString,
  wireUint32,
} from '../keys/index.ts'
import { AgentFailure } from './ask.ts'

/** An identity as the agent lists it. */
export interface ListedIdentity {
  readonly blob: Buffer
  readonly comment: string
}

const SUCCESS = 6
/** 30 and 102 are those of the commercial SSH2's agents (authfd.c, `agent_failed`). */
const FAILURES: readonly number[] = [5, 30, 102]
const REQUEST_IDENTITIES = 11
const IDENTITIES_ANSWER = 12
const ADD_IDENTITY = 17
const REMOVE_IDENTITY = 18
const ADD_IDENTITY_CONSTRAINED = 25
const CONSTRAIN_LIFETIME = 1
const CONSTRAIN_EXTENSION = 255
/** What ssh reads at most (authfd.c, MAX_AGENT_IDENTITIES). */
const MAX_IDENTITIES = 2_048

export function requestIdentities(): Buffer {
  return Buffer.from([REQUEST_IDENTITIES])
}

/** @throws {AgentFailure} `garbled` */
export function readIdentities(answer: Buffer): readonly ListedIdentity[] {
  try {
    const reader = new WireReader(answer)
    const type = reader.byte()
    // Some agents refuse while they are locked, where OpenSSH's says that it holds nothing.
    if (FAILURES.includes(type)) return []
    const count = type === IDENTITIES_ANSWER ? reader.uint32() : Number.POSITIVE_INFINITY
    if (count > MAX_IDENTITIES) throw new AgentFailure('garbled')
    return Array.from({ length: count }, () => ({ blob: reader.string(), comment: reader.text() }))
  } catch (error) {
    throw error instanceof WireError ? new AgentFailure('garbled') : error
  }
}

export interface Addition {
  readonly section: Pick<PrivateSection, 'fields'>
  /** Adds the key under this certificate, in wire format, instead of alone. */
  readonly certificate: Buffer | null
  readonly comment: string
  readonly lifetimeSeconds: number | null
}

/** Holds the private key: to be zeroed after it was sent. */
export function addIdentity({ section, certificate, comment, lifetimeSeconds }: Addition): Buffer {
  const constraints: Buffer[] = []
  if (lifetimeSeconds !== null) {
    constraints.push(Buffer.from([CONSTRAIN_LIFETIME]), wireUint32(lifetimeSeconds))
  }
  if (typeWordOf(section.fields).startsWith('sk-')) {
    // The library that speaks to the security key: the one built into OpenSSH, as ssh-add says.
    const words = ['sk-provider@openssh.com', 'internal'].map((word) => wireString(word))
    constraints.push(Buffer.from([CONSTRAIN_EXTENSION]), ...words)
  }
  const type = constraints.length === 0 ? ADD_IDENTITY : ADD_IDENTITY_CONSTRAINED
  const key = certificate === null ? section.fields : certified(section.fields, certificate)
  return Buffer.concat([Buffer.from([type]), key, wireString(comment), ...constraints])
}

export function removeIdentity(blob: Buffer): Buffer {
  return Buffer.concat([Buffer.from([REMOVE_IDENTITY]), wireString(blob)])
}

/**
 * Whether the agent did what it was asked.
 *
 * @throws {AgentFailure} `garbled`
 */
export function readDone(answer: Buffer): boolean {
  const [type = 0] = answer
  if (type === SUCCESS) return true
  if (FAILURES.includes(type)) return false
  throw new AgentFailure('garbled')
}

/**
 * With a certificate, the numbers that stand in it are left out (sshkey.c,
 * `sshkey_private_serialize_opt`); Ed25519 repeats its public key, since it is half of the secret.
 */
function certified(fields: Buffer, certificate: Buffer): Buffer {
  const reader = new WireReader(fields)
  const type = reader.text()
  for (
    let left = PUBLIC_NUMBERS.find(([name]) => type.includes(name))?.[1] ?? 0;
    left > 0;
    left--
  ) {
    reader.string()
  }
  const certificateType = new WireReader(certificate).string()
  return Buffer.concat([
    wireString(certificateType),
    wireString(certificate),
    fields.subarray(reader.offset),
  ])
}

const PUBLIC_NUMBERS: readonly (readonly [typeName: string, count: number])[] = [
  ['ssh-rsa', 2],
  ['ssh-dss', 4],
  ['ecdsa-', 2],
  ['ed25519', 0],
]

function typeWordOf(fields: Buffer): string {
  return new WireReader(fields).text()
}
