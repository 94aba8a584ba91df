/** Stage `local`: everything about the key and the ssh config that a server's refusal would hide. */

import { basename } from 'node:path'
import { type ParsedKey, utils } from 'ssh2'
import { AppError } from '../../contract/errors.ts'
import type { Fix } from '../../contract/methods.ts'
import {
  diagnoseKeyFile,
  type KeyService,
  loadPrivateKey,
  readPublicKeyFile,
} from '../../keys/index.ts'
import { checkPrivateKeyAccess } from '../../permissions/index.ts'
import { formatPublicKeyLine, type PublicKey, parsePublicKeyBlob } from '../../public-keys/index.ts'
import type { Paths } from '../../storage/index.ts'
import { quoteForShell } from '../../system/quote-for-shell.ts'
import { type ConfigDifference, type Facts, type Passed, StageFailure } from '../facts.ts'
import type { OutsideFacts } from '../outside-facts.ts'
import type { Sockets } from '../sockets.ts'
import { type AgentPlace, keyOfAgent } from './agent.ts'
import type { Credential } from './auth.ts'
import { type ChosenKey, chooseKey, type KeyRequest } from './choose-key.ts'
import { refuseProxyUser } from './proxy-user.ts'
import { compareConfig, describeConfigLine, refuseConfigFaults } from './ssh-config.ts'

export interface LocalOptions {
  readonly request: KeyRequest
  readonly passphrase: string | undefined
  /** The agent signs. Absent: the file is unlocked. */
  readonly agent?: AgentPlace
  readonly keys: KeyService
  readonly paths: Paths
  readonly facts: Facts
  readonly sockets: Sockets
  readonly outside: Pick<OutsideFacts, 'configFindings' | 'effectiveConfig'>
}

/** The checks in the order in which the first failure explains the most. */
export async function prepareKey(options: LocalOptions): Promise<Passed<Credential>> {
  const { facts, outside } = options
  refuseProxyUser(facts.target)
  const chosen = await chooseKey(options.request, options.keys, options.paths)
  facts.key = { id: null, path: chosen.path }
  const passed = await (options.agent
    ? prepareAgent(chosen.path, options.agent, options)
    : prepareFile(chosen, options))
  await refuseConfigFaults(outside)
  const config = await compareConfig(facts.target, chosen, outside)
  facts.configDifferences = config.differences
  facts.configIsHarmless = config.isHarmless
  facts.ownBlock = config.ownBlock
  const notes = [chosen.note, ...facts.configDifferences.map(describeDifference)]
  const said = notes.filter((note) => note !== null)
  return said.length === 0
    ? passed
    : { ...passed, state: 'warning', detail: [passed.detail, ...said].join(' ') }
}

/** The private half stays in the agent: neither the file's mode nor its passphrase matters. */
async function prepareAgent(
  path: string,
  place: AgentPlace,
  { facts, keys, sockets }: LocalOptions,
): Promise<Passed<Credential>> {
  const beside = await readPublicKeyFile(`${path}.pub`)
  const publicHalf = beside ?? (await checkFile(path, facts, keys))
  rememberKey(facts, path, publicHalf)
  const key = await keyOfAgent(publicHalf, basename(path), place, sockets)
  const detail = `The ssh-agent holds ${basename(path)} and signs with it (${facts.key?.id}).`
  return { state: 'ok', detail, value: { kind: 'agent', key } }
}

async function prepareFile(
  { path }: ChosenKey,
  options: LocalOptions,
): Promise<Passed<Credential>> {
  const { facts } = options
  const publicHalf = await checkFile(path, facts, options.keys)
  await checkAccess(path, options.keys)
  const key = await unlock(path, options.passphrase)
  const fromPrivate = parsePublicKeyBlob(key.getPublicSSH(), key.comment)
  const beside = await readPublicKeyFile(`${path}.pub`)
  if (beside !== null && !beside.blob.equals(key.getPublicSSH())) {
    throw await mismatch(path, options.keys)
  }
  rememberKey(facts, path, beside ?? publicHalf ?? fromPrivate)
  const detail = `${basename(path)} is a usable key, and ssh accepts its permissions (${facts.key?.id ?? 'no fingerprint'}).`
  return { state: 'ok', detail, value: { kind: 'private', key } }
}

function describeDifference(difference: ConfigDifference): string {
  return `${describeConfigLine(difference)}, so your own ssh does something different from this test.`
}

export function localTimeout(limitMs: number): StageFailure {
  return new StageFailure(
    'unexpected',
    `The key could not be read and unlocked within ${limitMs / 1000} s.`,
  )
}

/** Missing or not a key: before the mode, because ssh complains about the mode of a `.pub` too. */
async function checkFile(path: string, facts: Facts, keys: KeyService): Promise<PublicKey | null> {
  const diagnosis = await diagnoseKeyFile(path)
  switch (diagnosis.state) {
    case 'missing':
      throw new StageFailure('key-file-missing', `There is no file ${path}.`)
    case 'unusable':
      throw new StageFailure('key-file-unreadable', `${path}: ${diagnosis.problem.title}.`, {
        problem: diagnosis.problem,
        ...(await listedRepair(path, diagnosis.problem.code, keys)),
      })
    case 'usable':
      facts.isEncrypted = diagnosis.encrypted
      // Known even while the key is locked.
      if (diagnosis.publicKey) rememberKey(facts, path, diagnosis.publicKey)
      return diagnosis.publicKey
  }
}

async function checkAccess(path: string, keys: KeyService): Promise<void> {
  const access = await checkPrivateKeyAccess(path)
  if (access.ok) return
  const { detail, fixCommand } = access
  const repair = await listedRepair(path, 'permissions', keys)
  throw new StageFailure('key-permissions', detail, { fixCommand, ...repair })
}

/** What the list of keys offers to do about this problem; nothing for files that it does not show. */
async function listedRepair(
  path: string,
  problemCode: string,
  keys: Pick<KeyService, 'list'>,
): Promise<{ readonly repair?: Fix }> {
  const pair = (await keys.list()).find(({ privateKeyPath }) => privateKeyPath === path)
  const fix = pair?.problems.find(({ code }) => code === problemCode)?.fix
  return fix?.kind === 'call' ? { repair: fix } : {}
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
async function mismatch(path: string, keys: KeyService): Promise<StageFailure> {
  const file = `${path}.pub`
  const fixCommand =
    process.platform === 'win32'
      ? `ren "${file}" "${basename(file)}.old"`
      : `mv -n ${quoteForShell(file)} ${quoteForShell(`${file}.old`)}`
  return new StageFailure('public-key-mismatch', `${basename(file)} belongs to another key.`, {
    fixCommand,
    ...(await listedRepair(path, 'pair-mismatch', keys)),
  })
}
