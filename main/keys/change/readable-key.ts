/** What the changes of a key start from: its files as they are now, and what may be done to them. */

import { AppError } from '../../contract/errors.ts'
import type { KeyPair, KeyRef } from '../../contract/methods.ts'
import { checkPrivateKeyAccess } from '../../permissions/index.ts'
import type { PublicKey } from '../../public-keys/index.ts'
import type { KeyDeps } from '../deps.ts'
import { diagnoseRead } from '../diagnose.ts'
import { readKeyFile } from '../read-key-file.ts'

export interface PrivateHalf {
  readonly path: string
  readonly data: Buffer
  readonly encrypted: boolean
  /** Only OpenSSH's own format has a place for a comment. */
  readonly holdsComment: boolean
  /** Null when it can only be read with the passphrase: encrypted PEM files. */
  readonly publicKey: PublicKey | null
}

/**
 * The key, if a file of it is known.
 *
 * @throws {AppError} `not-found`; `unsupported` for a key that only the agent knows
 */
export async function findOnDisk(deps: KeyDeps, { id, path }: KeyRef): Promise<KeyPair> {
  const { pair } = await deps.find(path === undefined ? { id } : { id, path })
  if (pair.privateKeyPath !== null || pair.publicKeyPath !== null) return pair
  throw new AppError(
    'unsupported',
    pair.source === 'agent'
      ? `${pair.name} is a key that only the ssh-agent holds: no file of it is known here, so there is nothing to change. You can take it out of the ssh-agent.`
      : `The file name of ${pair.name} cannot be written as text, so Keypilot cannot touch the file. Give it another name in a terminal first.`,
  )
}

/** The key as the list shows it now, with its uses. */
export async function shownPair(
  deps: KeyDeps,
  privatePath: string | null,
  publicPath: string | null,
): Promise<KeyPair> {
  const found = (await deps.list()).find(
    ({ pair }) => pair.privateKeyPath === privatePath && pair.publicKeyPath === publicPath,
  )
  return found?.pair ?? deps.inspect(privatePath, publicPath)
}

/**
 * The private half, usable, private, and under one name.
 *
 * @throws {AppError} `unsupported` when there is none; `not-found` when it went meanwhile;
 * `unreadable`; `permission-denied` when others may read it: ssh-keygen refuses such a file too
 */
export async function readPrivateHalf(pair: KeyPair): Promise<PrivateHalf> {
  const path = pair.privateKeyPath
  if (path === null) {
    throw new AppError(
      'unsupported',
      `Only the public half of ${pair.name} is on this computer. A passphrase protects the private half: change it where that one is.`,
    )
  }
  const read = await readKeyFile(path)
  const diagnosis = await diagnoseRead(read)
  if (diagnosis.state !== 'usable' || read.kind !== 'data') {
    const problem = diagnosis.state === 'unusable' ? diagnosis.problem : null
    const why = problem === null ? 'it is not there any more' : problem.title
    throw new AppError(
      problem === null ? 'not-found' : 'unreadable',
      `${path} cannot be changed: ${why}. ${problem?.detail ?? 'Look at the list of keys again.'}`,
    )
  }
  refuseIfNamedTwice(path, read.stats.nlink)
  await refuseIfOpenToOthers(path)
  const { encrypted, format, publicKey } = diagnosis
  return { path, data: read.data, encrypted, holdsComment: format === 'openssh', publicKey }
}

/** The changed file is a new one, so another name of the old one would keep the key as it was. */
function refuseIfNamedTwice(path: string, links: number): void {
  if (links < 2) return
  throw new AppError(
    'unsupported',
    `${path} was not changed: the same file has another name too (a hard link), and under that name the key would stay as it is, with its old passphrase or none. Remove the other name first; find -samefile names it. Then try again.`,
  )
}

async function refuseIfOpenToOthers(path: string): Promise<void> {
  const access = await checkPrivateKeyAccess(path)
  if (access.ok) return
  throw new AppError(
    'permission-denied',
    `${path} was not changed, because ssh and ssh-keygen refuse it as it is. ${access.detail} Repair its permissions first, then try again.`,
  )
}
