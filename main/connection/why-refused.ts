/**
 * Why a key was refused, as far as it can be proven: the server is asked about another user and
 * other keys, then what the ssh config, the RunPod account and the pod tell is weighed. Without proof
 * the refusal keeps its general cause, which lists what is likely.
 */

import { type ParsedKey, utils } from 'ssh2'
import type { KeyPair } from '../contract/methods.ts'
import { diagnoseKeyFile, type KeyService, readPublicKeyFile } from '../keys/index.ts'
import { formatPublicKeyLine, type PublicKey } from '../public-keys/index.ts'
import { askServer, MAX_KEYS_PER_CONNECTION } from './ask-server.ts'
import {
  type ConfigDifference,
  type Facts,
  type FailureEvidence,
  type Publication,
  StageFailure,
} from './facts.ts'
import { type OutsideFacts, told } from './outside-facts.ts'
import type { Sockets } from './sockets.ts'

export interface Refusal {
  readonly failure: StageFailure
  readonly facts: Facts
  readonly keys: Pick<KeyService, 'list'>
  readonly sockets: Sockets
  readonly outside: OutsideFacts
  /** Whether the server may be asked about the public halves of other keys. */
  readonly mayAskAboutOthers: boolean
}

/** The strongest proof first: what the server itself says. */
export async function whyRefused(refusal: Refusal): Promise<StageFailure> {
  return (
    (await wrongUser(refusal)) ??
    (await otherKey(refusal)) ??
    otherPlace(refusal) ??
    (await fromRunPod(refusal))
  )
}

function because(
  { failure }: Refusal,
  cause: StageFailure['causeCode'],
  detail: string,
  evidence: FailureEvidence,
): StageFailure {
  return new StageFailure(cause, `${failure.message} ${detail}`.trim(), {
    ...failure.evidence,
    ...evidence,
  })
}

/** On pods the account is root; anyone else is a slip, once root is seen to accept the key. */
async function wrongUser(refusal: Refusal): Promise<StageFailure | null> {
  const { target, publicKeyLine } = refusal.facts
  if (target.kind !== 'runpod-direct' || target.user === 'root' || publicKeyLine === null) {
    return null
  }
  const key = utils.parseKey(publicKeyLine)
  if (key instanceof Error || (await ask(refusal, 'root', [key])) === null) return null
  const detail = 'The same server accepts this key for root.'
  return because(refusal, 'wrong-user', detail, { acceptedUser: 'root' })
}

async function otherKey(refusal: Refusal): Promise<StageFailure | null> {
  if (!refusal.mayAskAboutOthers) return null
  const { facts, keys } = refusal
  const others = await candidates(configKeysFirst(await keys.list(), facts), facts.key?.id ?? null)
  const accepted = await ask(
    refusal,
    facts.target.user,
    others.map(({ key }) => key),
  )
  const other = others.find(({ key }) => key === accepted)
  if (other === undefined) return null
  const { id: keyId, name } = other.pair
  const detail = `It would accept another of your keys: ${name} (${keyId}).`
  return because(refusal, 'other-key-accepted', detail, { acceptedOther: { keyId, name } })
}

/** The key that the person's own ssh would send is the likeliest. */
function configKeysFirst(
  pairs: readonly KeyPair[],
  { configDifferences }: Facts,
): readonly KeyPair[] {
  const isNamed = ({ privateKeyPath }: KeyPair) =>
    configDifferences.some(
      ({ keyword, value }) => keyword === 'IdentityFile' && value === privateKeyPath,
    )
  return [...pairs.filter(isNamed), ...pairs.filter((pair) => !isNamed(pair))]
}

async function ask(
  { facts, sockets }: Refusal,
  user: string,
  keys: readonly ParsedKey[],
): Promise<ParsedKey | null> {
  const { address, hostKey, target } = facts
  if (address === null || hostKey === null) return null
  return askServer({ address, port: target.port, user, keys, hostKey }, sockets)
}

async function candidates(pairs: readonly KeyPair[], usedId: string | null) {
  const found: { readonly pair: KeyPair; readonly key: ParsedKey }[] = []
  for (const pair of pairs) {
    if (found.length === MAX_KEYS_PER_CONNECTION) break
    if (pair.id === usedId || pair.privateKeyPath === null) continue
    const publicKey = await publicKeyOf(pair)
    const key = publicKey && utils.parseKey(formatPublicKeyLine(publicKey))
    if (key && !(key instanceof Error)) found.push({ pair, key })
  }
  return found
}

async function publicKeyOf({ publicKeyPath, privateKeyPath }: KeyPair): Promise<PublicKey | null> {
  if (publicKeyPath !== null) return readPublicKeyFile(publicKeyPath)
  if (privateKeyPath === null) return null
  const diagnosis = await diagnoseKeyFile(privateKeyPath)
  return diagnosis.state === 'usable' ? diagnosis.publicKey : null
}

/**
 * Where the config leads to another machine, this refusal says nothing about that one. Another key in
 * the config is no reason for it: whether the server takes that key was asked above.
 */
function otherPlace(refusal: Refusal): StageFailure | null {
  const leads = ({ keyword }: ConfigDifference) => keyword !== 'IdentityFile' && keyword !== 'User'
  return refusal.facts.configDifferences.some(leads)
    ? because(refusal, 'config-sends-another-key', '', {})
    : null
}

async function fromRunPod(refusal: Refusal): Promise<StageFailure> {
  const { facts, failure, outside } = refusal
  if (facts.target.kind === 'generic' || facts.key?.id == null) return failure
  const publication = await publicationOf(facts.key.id, outside)
  if (publication === null) return failure
  if (!publication.hasKey) {
    const isSpoiled = publication.malformed.length > 0 || !publication.isWellFormed
    const cause = isSpoiled ? 'key-pasted-wrongly' : 'key-not-on-account'
    return because(refusal, cause, '', { publication })
  }
  const podStartedAt = await startBeforeKey(refusal, publication)
  return podStartedAt === null
    ? because(refusal, 'key-not-accepted', '', { publication })
    : because(refusal, 'pod-older-than-key', '', { publication, podStartedAt })
}

/** What the account itself says counts more than what was pasted back. */
async function publicationOf(keyId: string, outside: OutsideFacts): Promise<Publication | null> {
  const account = await told(outside.account)
  if (account !== null) {
    const { publishedKeyIds, malformed } = account
    const publishedAt = account.publishedAt?.[keyId] ?? null
    const hasKey = publishedKeyIds.includes(keyId)
    const isWellFormed = malformed.length === 0
    return { source: 'account', at: null, publishedAt, hasKey, malformed, isWellFormed }
  }
  const check = await told(outside.pasteCheck)
  if (check === null) return null
  const hasKey = check.keyIds.includes(keyId)
  return { source: 'paste-check', at: check.at, hasKey, malformed: [], isWellFormed: check.ok }
}

/**
 * Pods take the account's keys when they start. The start when it was before the key was made, or
 * before it was first seen on the account; otherwise null.
 */
async function startBeforeKey(
  { facts, keys, outside }: Refusal,
  publication: Publication,
): Promise<string | null> {
  if (facts.target.kind !== 'runpod-direct') return null
  const { pod } = outside
  const startedAt = (await told(pod && (() => pod(facts.target))))?.startedAt ?? null
  if (startedAt === null) return null
  const pair = (await keys.list()).find(({ id }) => id === facts.key?.id)
  const since = [publication.at, publication.publishedAt, pair?.createdAt].filter(
    (time) => time != null,
  )
  return since.some((time) => Date.parse(startedAt) < Date.parse(time)) ? startedAt : null
}
