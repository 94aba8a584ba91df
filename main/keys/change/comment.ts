/** `keys.setComment`: the comment inside an OpenSSH private key, and the one of its `.pub` file. */

import type { CallContext } from '../../contract/dispatch.ts'
import { AppError, throwIfCancelled } from '../../contract/errors.ts'
import type { KeyPair, SetCommentParams } from '../../contract/methods.ts'
import { secureNewFile } from '../../permissions/index.ts'
import { formatPublicKeyLine, parsePublicKeyBlob } from '../../public-keys/index.ts'
import { changeFiles, type FileStep } from '../../storage/index.ts'
import type { KeyDeps } from '../deps.ts'
import { checkedComment } from '../key-options.ts'
import { unlockError } from '../load.ts'
import { provePair } from '../prove-pair.ts'
import { readKeyFile } from '../read-key-file.ts'
import type { RewriteResult } from '../rewrite.ts'
import { stagedPath } from '../write-pair.ts'
import { keyLine, withComment } from './public-file.ts'
import { findOnDisk, type PrivateHalf, readPrivateHalf, shownPair } from './readable-key.ts'

type Context = Pick<CallContext, 'signal' | 'progress'>
type Rewritten = Extract<RewriteResult, { readonly ok: true }>

interface Change {
  readonly half: PrivateHalf | null
  /** The private file with the new comment; null when it stays. */
  readonly rewritten: Rewritten | null
  readonly steps: readonly FileStep[]
}

/**
 * PEM files have no place for a comment: there, the `.pub` file has it, and is written if need be.
 * What would not change is not written.
 *
 * @throws {AppError} `invalid-value`, `not-found`, `unsupported`, `passphrase-needed`,
 * `passphrase-wrong`, `verification-failed`, `cancelled`, and the errors of changing files
 */
export async function setComment(
  deps: KeyDeps,
  params: SetCommentParams,
  context: Context,
): Promise<KeyPair> {
  const comment = checkedComment(params.comment)
  const pair = await findOnDisk(deps, params)
  const change = await planChange(deps, pair, { ...params, comment }, context)
  throwIfCancelled(context.signal)
  if (change.steps.length > 0) {
    await changeFiles(deps.paths, change.steps, {
      title: `Changed the comment of the key ${pair.name}`,
      secureNewFile,
      verify: async (staged) => {
        await prove(deps, change, params.passphrase, staged, context)
        throwIfCancelled(context.signal)
      },
    })
  }
  const written = change.steps.find((step) => step.kind === 'create')
  return shownPair(deps, pair.privateKeyPath, pair.publicKeyPath ?? written?.path ?? null)
}

async function planChange(
  deps: KeyDeps,
  pair: KeyPair,
  params: SetCommentParams,
  context: Context,
): Promise<Change> {
  const { comment } = params
  const half = pair.privateKeyPath === null ? null : await readPrivateHalf(pair)
  const present = await readPublic(pair)
  if (half === null) return { half, rewritten: null, steps: publicSteps(present, comment) }
  const mustOpen = half.holdsComment || (present === null && half.publicKey === null)
  const opened = mustOpen ? await open(deps, half, params, context) : null
  const blob = opened?.publicBlob ?? half.publicKey?.blob ?? null
  if (present !== null && blob !== null && !present.line.key.blob.equals(blob)) {
    throw new AppError(
      'unsupported',
      `The comment was not changed: ${present.path} is the public half of a different key from ${half.path}. Repair that first.`,
    )
  }
  const rewritten =
    half.holdsComment && opened !== null && opened.oldComment !== comment ? opened : null
  const steps: FileStep[] = [...publicSteps(present, comment)]
  if (present === null && !half.holdsComment && blob !== null) {
    const data = Buffer.from(publicLine(blob, comment))
    steps.push({ kind: 'create', path: `${half.path}.pub`, data, mode: 0o644 })
  }
  if (rewritten !== null) {
    const { path, data: expected } = half
    steps.push({ kind: 'replace', path, data: rewritten.privateFile, expected })
  }
  return { half, rewritten, steps }
}

async function open(
  deps: KeyDeps,
  half: PrivateHalf,
  { comment, passphrase }: SetCommentParams,
  context: Context,
): Promise<Rewritten> {
  report(context, 'Opening the key')
  const secret = half.encrypted ? passphrase : undefined
  const options = { passphrase: secret, newPassphrase: secret, comment }
  const result = await deps.worker.rewrite(half.data, options, context.signal)
  if (!result.ok) throw unlockError(half.path, result)
  return result
}

async function readPublic(pair: KeyPair) {
  const path = pair.publicKeyPath
  if (path === null) return null
  const read = await readKeyFile(path)
  const line = read.kind === 'data' ? keyLine(read.data) : null
  if (read.kind === 'data' && line !== null) return { path, data: read.data, line }
  throw new AppError(
    'unreadable',
    `The comment was not changed: ${path} cannot be read as a public key. Repair that first.`,
  )
}

function publicSteps(
  present: Awaited<ReturnType<typeof readPublic>>,
  comment: string,
): readonly FileStep[] {
  if (present === null) return []
  const { path, data: expected, line } = present
  const data = withComment(expected, line, comment)
  return data.equals(expected) ? [] : [{ kind: 'replace', path, data, expected }]
}

async function prove(
  deps: KeyDeps,
  { half, rewritten }: Change,
  passphrase: string | undefined,
  staged: ReadonlyMap<string, string>,
  context: Context,
): Promise<void> {
  if (half === null || rewritten === null) return
  report(context, 'Checking the changed key')
  const { privateFile, publicBlob, comment } = rewritten
  const publicFile = publicLine(publicBlob, comment)
  const privatePath = stagedPath(staged, half.path)
  const secret = half.encrypted ? passphrase : undefined
  await provePair(
    deps,
    { privatePath, privateFile, publicFile, passphrase: secret },
    context.signal,
  )
}

/** @throws for a blob that is no public key: it came out of a key that was just read */
export function publicLine(blob: Buffer, comment: string): string {
  const key = parsePublicKeyBlob(blob, comment)
  if (key === null) throw new Error('the public half of a readable key cannot be read')
  return `${formatPublicKeyLine(key)}\n`
}

function report(context: Context, detail: string): void {
  context.progress({ method: 'keys.setComment', progress: { kind: 'working', detail } })
}
