/** Keys from other programs, computers and clipboards: looked at first, then written as a new pair. */

import type { CallContext } from '../../contract/dispatch.ts'
import type {
  ImportKeyParams,
  ImportPreview,
  InspectImportParams,
  KeyPair,
  SlowKeyMethod,
} from '../../contract/methods.ts'
import type { PublicKey } from '../../public-keys/index.ts'
import { changeFiles, ensurePrivateDirectory } from '../../storage/index.ts'
import type { KeyDeps } from '../deps.ts'
import { checkedPassphrase } from '../key-options.ts'
import { freePaths, writeNewPair } from '../write-pair.ts'
import { checkedImportComment, tidyComment } from './comment.ts'
import { openPrivate, publicLine, sealPrivate } from './open-private.ts'
import { readSource } from './read-source.ts'
import { type PrivateCandidate, recognise } from './recognise.ts'
import type { PublicCandidate } from './recognise-public.ts'
import { remarksOn } from './remarks.ts'
import { suggestName } from './suggest-name.ts'

type Context = Pick<CallContext, 'signal' | 'progress'>

/**
 * What `importKey` would make of this source; writes nothing.
 *
 * @throws {AppError} `not-found`, `permission-denied`, `unreadable`, `unsupported`,
 * `passphrase-wrong`, `cancelled`
 */
export async function inspectImport(
  deps: KeyDeps,
  params: InspectImportParams,
  context: Context,
): Promise<ImportPreview> {
  const candidate = recognise(await readSource(params))
  if (candidate.kind === 'public') return preview(deps, params, candidate, 'public-only')
  const { encrypted } = candidate
  if (encrypted && params.passphrase === undefined) {
    return preview(deps, params, candidate, 'locked')
  }
  if (encrypted) report(context, 'keys.inspectImport', 'Opening the key')
  const options = { passphrase: params.passphrase, comment: null, path: params.path }
  const { file, publicKey } = await openPrivate(deps, candidate, options, context.signal)
  file.fill(0)
  return preview(deps, params, { ...candidate, publicKey, type: publicKey.type }, 'pair')
}

async function preview(
  { paths, list }: KeyDeps,
  { path }: InspectImportParams,
  candidate: PrivateCandidate | PublicCandidate,
  kind: ImportPreview['kind'],
): Promise<ImportPreview> {
  const { publicKey, format } = candidate
  const type = publicKey?.type ?? (candidate.kind === 'private' ? candidate.type : 'unknown')
  return {
    kind,
    format,
    type,
    bits: publicKey?.bits ?? null,
    comment: tidyComment(publicKey?.comment ?? ''),
    fingerprint: publicKey?.fingerprint ?? null,
    encrypted: candidate.kind === 'private' && candidate.encrypted,
    suggestedName: await suggestName(paths.sshDir, path, type),
    existing: publicKey === null ? null : await findExisting(list, publicKey),
    problems: remarksOn(candidate, kind === 'locked'),
  }
}

/** The same key with its private half before the same key without. */
async function findExisting(
  list: KeyDeps['list'],
  { fingerprint }: PublicKey,
): Promise<ImportPreview['existing']> {
  const same = (await list()).flatMap(({ pair }) => {
    const path = pair.privateKeyPath ?? pair.publicKeyPath
    return pair.fingerprint?.sha256 === fingerprint.sha256 && path !== null
      ? [{ name: pair.name, path, isWhole: pair.privateKeyPath !== null }]
      : []
  })
  const found = same.find(({ isWhole }) => isWhole) ?? same[0]
  return found === undefined ? null : { name: found.name, path: found.path }
}

/**
 * Writes the source as a new OpenSSH pair of the ssh folder, or only its `.pub` when there is no
 * private half. Never over anything.
 *
 * @throws {AppError} as `inspectImport`, and `passphrase-needed`, `invalid-name`, `invalid-value`,
 * `already-exists`, `verification-failed`, and the errors of writing files
 */
export async function importKey(
  deps: KeyDeps,
  params: ImportKeyParams,
  context: Context,
): Promise<KeyPair> {
  await freePaths(deps, params.name)
  const comment = params.comment === undefined ? null : checkedImportComment(params.comment)
  const candidate = recognise(await readSource(params))
  const pair =
    candidate.kind === 'public'
      ? await importPublic(deps, params.name, candidate.publicKey, comment)
      : await importPrivate(deps, params, candidate, comment, context)
  deps.log.info('key-imported', { id: pair.id, type: pair.type, format: candidate.format })
  return pair
}

async function importPublic(
  deps: KeyDeps,
  name: string,
  publicKey: PublicKey,
  comment: string | null,
): Promise<KeyPair> {
  const line = publicLine(publicKey, comment ?? tidyComment(publicKey.comment))
  const { publicKeyPath } = await freePaths(deps, name)
  await ensurePrivateDirectory(deps.paths.sshDir)
  const step = {
    kind: 'create',
    path: publicKeyPath,
    data: Buffer.from(line),
    mode: 0o644,
  } as const
  await changeFiles(deps.paths, [step], { title: `Imported the public key ${name}` })
  return deps.inspect(null, publicKeyPath)
}

async function importPrivate(
  deps: KeyDeps,
  { name, path, passphrase, protect = 'same' }: ImportKeyParams,
  candidate: PrivateCandidate,
  comment: string | null,
  { signal, progress }: Context,
): Promise<KeyPair> {
  if (candidate.encrypted) report({ progress }, 'keys.import', 'Opening the key')
  const options = { passphrase, comment, path }
  const { file, publicKey } = await openPrivate(deps, candidate, options, signal)
  report({ progress }, 'keys.import', 'Writing the key')
  try {
    const keeps = candidate.encrypted && protect === 'same' && passphrase !== undefined
    const newPassphrase = keeps ? checkedPassphrase(passphrase) : undefined
    const pair = {
      name,
      privateFile: await sealPrivate(deps, file, newPassphrase, signal),
      publicFile: publicLine(publicKey, publicKey.comment),
      passphrase: newPassphrase,
    }
    const files = await writeNewPair(deps, pair, `Imported the key ${name}`, signal)
    return await deps.inspect(files.privateKeyPath, files.publicKeyPath)
  } finally {
    file.fill(0)
  }
}

function report(context: Pick<Context, 'progress'>, method: SlowKeyMethod, detail: string): void {
  context.progress({ method, progress: { kind: 'working', detail } })
}
