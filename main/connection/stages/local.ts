/**
 * Stage `local`: everything about the key that a server's refusal would hide. What the ssh config
 * would change is not looked at.
 */

import { basename } from 'node:path'
import { type ParsedKey, utils } from 'ssh2'
import { AppError } from '../../contract/errors.ts'
import {
  diagnoseKeyFile,
  type KeyService,
  loadPrivateKey,
  readPublicKeyFile,
} from '../../keys/index.ts'
import { checkPrivateKeyAccess } from '../../permissions/index.ts'
import { formatPublicKeyLine, type PublicKey, parsePublicKeyBlob } from '../../public-keys/index.ts'
import type { Paths } from '../../storage/index.ts'
import { type Facts, type Passed, StageFailure } from '../facts.ts'
import { quoteForShell } from '../shell.ts'
import { chooseKey, type KeyRequest } from './choose-key.ts'

export interface LocalOptions {
  readonly request: KeyRequest
  readonly passphrase: string | undefined
  readonly keys: KeyService
  readonly paths: Paths
  readonly facts: Facts
}

/** The checks in the order in which the first failure explains the most. */
export async function prepareKey(options: LocalOptions): Promise<Passed<ParsedKey>> {
  const { facts } = options
  const { path, note } = await chooseKey(options.request, options.keys, options.paths)
  facts.key = { id: null, path }
  const publicHalf = await checkFile(path, facts)
  await checkAccess(path)
  const key = await unlock(path, options.passphrase)
  const fromPrivate = parsePublicKeyBlob(key.getPublicSSH(), key.comment)
  const beside = await readPublicKeyFile(`${path}.pub`)
  if (beside !== null && !beside.blob.equals(key.getPublicSSH())) throw mismatch(path)
  rememberKey(facts, path, beside ?? publicHalf ?? fromPrivate)
  const summary = `${basename(path)} is a usable key, and ssh accepts its permissions (${facts.key?.id ?? 'no fingerprint'}).`
  return note === null
    ? { state: 'ok', detail: summary, value: key }
    : { state: 'warning', detail: `${summary} ${note}`, value: key }
}

export function localTimeout(limitMs: number): StageFailure {
  return new StageFailure(
    'unexpected',
    `The key could not be read and unlocked within ${limitMs / 1000} s.`,
  )
}

/** Missing or not a key: before the mode, because ssh complains about the mode of a `.pub` too. */
async function checkFile(path: string, facts: Facts): Promise<PublicKey | null> {
  const diagnosis = await diagnoseKeyFile(path)
  switch (diagnosis.state) {
    case 'missing':
      throw new StageFailure('key-file-missing', `There is no file ${path}.`)
    case 'unusable':
      throw new StageFailure('key-file-unreadable', `${path}: ${diagnosis.problem.title}.`, {
        problem: diagnosis.problem,
      })
    case 'usable':
      // Known even while the key is locked.
      if (diagnosis.publicKey) rememberKey(facts, path, diagnosis.publicKey)
      return diagnosis.publicKey
  }
}

async function checkAccess(path: string): Promise<void> {
  const access = await checkPrivateKeyAccess(path)
  if (access.ok) return
  throw new StageFailure('key-permissions', access.detail, { fixCommand: access.fixCommand })
}

async function unlock(path: string, passphrase: string | undefined): Promise<ParsedKey> {
  const pem = await loadPrivateKey(path, passphrase).catch((error: unknown) => {
    throw error instanceof AppError ? unlockFailure(error, path) : error
  })
  try {
    const key = utils.parseKey(pem.subarray(0, endOfKey(pem)))
    if (!(key instanceof Error) && key.isPrivateKey()) return key
    throw new StageFailure(
      'key-file-unreadable',
      `${basename(path)} is of a kind that Keypilot cannot log in with. ssh itself may well be able to.`,
    )
  } finally {
    pem.fill(0)
  }
}

const LAST_LINE = '-----END OPENSSH PRIVATE KEY-----'

/** ssh takes no notice of what stands behind the last line; ssh2 would not find the key then. */
function endOfKey(pem: Buffer): number {
  const index = pem.indexOf(LAST_LINE)
  return index < 0 ? pem.length : index + LAST_LINE.length
}

function unlockFailure(error: AppError, path: string): StageFailure {
  switch (error.code) {
    case 'passphrase-needed':
      return new StageFailure('passphrase-needed', `${basename(path)} is locked with a passphrase.`)
    case 'passphrase-wrong':
      return new StageFailure(
        'passphrase-wrong',
        `The passphrase does not unlock ${basename(path)}.`,
      )
    case 'not-found':
      return new StageFailure('key-file-missing', error.message)
    default:
      return new StageFailure('key-file-unreadable', error.message)
  }
}

function rememberKey(facts: Facts, path: string, key: PublicKey | null): void {
  facts.key = { id: key?.fingerprint.sha256 ?? null, path }
  facts.publicKeyLine = key === null ? null : formatPublicKeyLine(key)
}

/**
 * ssh offers what the `.pub` says and signs with the private half, so it is refused although the
 * private key alone would do (observed with 9.2p1). Set aside, nothing is lost.
 */
function mismatch(path: string): StageFailure {
  const file = `${path}.pub`
  const fixCommand =
    process.platform === 'win32'
      ? `ren "${file}" "${basename(file)}.old"`
      : `mv -n ${quoteForShell(file)} ${quoteForShell(`${file}.old`)}`
  return new StageFailure('public-key-mismatch', `${basename(file)} belongs to another key.`, {
    fixCommand,
  })
}
