/** Stage `host-key`: the server's key against known_hosts. */

import { AppError, assertNever } from '../../contract/errors.ts'
import type { HostKeyPolicy, KnownHostEntry, SeenHostKey, Target } from '../../contract/methods.ts'
import type { KnownHosts } from '../../known-hosts/index.ts'
import { parsePublicKeyBlob } from '../../public-keys/index.ts'
import { type Passed, StageFailure } from '../facts.ts'

export interface ExaminedHostKey {
  readonly seen: SeenHostKey
  /** Why known_hosts could not be read; null when it could. */
  readonly unreadable: string | null
}

/** All lines for the host. A file that cannot be read is told about when the key is judged. */
export async function recordedEntries(
  { host, port }: Target,
  knownHosts: Pick<KnownHosts, 'lookup'>,
): Promise<readonly KnownHostEntry[]> {
  try {
    return await knownHosts.lookup(host, port)
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}

/** The seen key with what known_hosts says about it; `entries` are all its lines for the host. */
export async function examineHostKey(
  target: Target,
  blob: Buffer,
  entries: readonly KnownHostEntry[],
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
    authorities: entries
      .filter(({ marker }) => marker === 'cert-authority')
      .map(({ file, line }) => ({ file, line })),
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
        throw notRecorded(shown, unreadable, seen)
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

function notRecorded(shown: string, unreadable: string | null, seen: SeenHostKey): StageFailure {
  return unreadable === null
    ? new StageFailure(
        'host-key-new',
        `This host key is not in known_hosts yet: ${shown}.${authorityNote(seen)}`,
      )
    : new StageFailure(
        'host-key-new',
        `${unreadable} So this host key was not compared: ${shown}.`,
        {
          knownHostsFault: unreadable,
        },
      )
}

/** The test sees plain keys only: ssh2 cannot ask for certificates. */
function authorityNote({ authorities = [] }: SeenHostKey): string {
  const [first] = authorities
  return first === undefined
    ? ''
    : ` known_hosts trusts a certificate authority for this host (line ${first.line}).`
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
    return {
      state: 'ok',
      detail: `New host key, recorded in known_hosts: ${shown}.${authorityNote(seen)}`,
      value: null,
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return {
      state: 'warning',
      detail: `New host key, which could not be recorded: ${shown}. ${error.message}`,
      value: null,
    }
  }
}
