/** Stage `host-key`: the server's key against known_hosts. */

import { AppError, assertNever } from '../../contract/errors.ts'
import type { HostKeyPolicy, SeenHostKey, Target } from '../../contract/methods.ts'
import type { KnownHosts } from '../../known-hosts/index.ts'
import { parsePublicKeyBlob } from '../../public-keys/index.ts'
import { type Passed, StageFailure } from '../facts.ts'

export interface ExaminedHostKey {
  readonly seen: SeenHostKey
  /** Why known_hosts could not be read; null when it could. */
  readonly unreadable: string | null
}

/** The seen key with what known_hosts says about it. */
export async function examineHostKey(
  target: Target,
  blob: Buffer,
  knownHosts: Pick<KnownHosts, 'judge'>,
): Promise<ExaminedHostKey> {
  const key = parsePublicKeyBlob(blob)
  if (key === null)
    throw new StageFailure('unexpected', 'The server sent a host key that cannot be read.')
  const { status, recorded, unreadable } = await knownHosts.judge(target.host, target.port, blob)
  const seen = {
    type: key.typeWord,
    sha256: key.fingerprint.sha256,
    status,
    key: blob.toString('base64'),
    recorded,
  }
  return { seen, unreadable }
}

/** Lets a known key pass, and a new one where the policy says so. */
export async function judgeHostKey(
  target: Target,
  { seen, unreadable }: ExaminedHostKey,
  policy: HostKeyPolicy,
  knownHosts: Pick<KnownHosts, 'accept'>,
): Promise<Passed<null>> {
  const shown = `${seen.type} ${seen.sha256}`
  switch (seen.status) {
    case 'known':
      return { state: 'ok', detail: `The host key is the recorded one: ${shown}.`, value: null }
    case 'new':
      if (policy !== 'accept-new') {
        throw notRecorded(shown, unreadable)
      }
      return record(target, seen, shown, knownHosts)
    case 'changed':
      throw new StageFailure(
        'host-key-changed',
        `The host key is ${shown}, which is not the recorded one.`,
      )
    case 'revoked':
      throw new StageFailure(
        'host-key-revoked',
        `known_hosts marks this host key as revoked: ${shown}.`,
      )
    default:
      return assertNever(seen.status)
  }
}

function notRecorded(shown: string, unreadable: string | null): StageFailure {
  return unreadable === null
    ? new StageFailure('host-key-new', `This host key is not in known_hosts yet: ${shown}.`)
    : new StageFailure(
        'host-key-new',
        `${unreadable} So this host key was not compared: ${shown}.`,
        {
          knownHostsFault: unreadable,
        },
      )
}

export function hostKeyTimeout(limitMs: number): StageFailure {
  return new StageFailure('unexpected', `known_hosts could not be read within ${limitMs / 1000} s.`)
}

/** A file that cannot be written does not spoil the test: ssh goes on then, too. */
async function record(
  target: Target,
  seen: SeenHostKey,
  shown: string,
  knownHosts: Pick<KnownHosts, 'accept'>,
): Promise<Passed<null>> {
  try {
    await knownHosts.accept({
      host: target.host,
      port: target.port,
      key: `${seen.type} ${seen.key}`,
    })
    return { state: 'ok', detail: `New host key, recorded in known_hosts: ${shown}.`, value: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return {
      state: 'warning',
      detail: `New host key, which could not be recorded: ${shown}. ${error.message}`,
      value: null,
    }
  }
}
