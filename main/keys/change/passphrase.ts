/** `keys.setPassphrase`: the same key in a new file in OpenSSH's format, as `ssh-keygen -p` does. */

import type { CallContext } from '../../contract/dispatch.ts'
import { AppError, throwIfCancelled } from '../../contract/errors.ts'
import type { KeyPair, SetPassphraseParams } from '../../contract/methods.ts'
import { secureNewFile } from '../../permissions/index.ts'
import { changeFiles } from '../../storage/index.ts'
import type { KeyDeps } from '../deps.ts'
import { checkedPassphrase } from '../key-options.ts'
import { unlockError } from '../load.ts'
import { provePair } from '../prove-pair.ts'
import { stagedPath } from '../write-pair.ts'
import { publicLine } from './comment.ts'
import { findOnDisk, type PrivateHalf, readPrivateHalf, shownPair } from './readable-key.ts'

type Context = Pick<CallContext, 'signal' | 'progress' | 'confirm'>

/**
 * The file as it was, with its old passphrase or none, goes to the backups. Removing a passphrase
 * is asked about; removing none does nothing.
 *
 * @throws {AppError} `invalid-value`, `not-found`, `unsupported`, `unreadable`, `passphrase-needed`,
 * `passphrase-wrong`, `declined`, `verification-failed`, `cancelled`, and the errors of changing files
 */
export async function setPassphrase(
  deps: KeyDeps,
  params: SetPassphraseParams,
  context: Context,
): Promise<KeyPair> {
  const { newPassphrase } = params
  const protect = newPassphrase === null ? undefined : checkedPassphrase(newPassphrase)
  const pair = await findOnDisk(deps, params)
  const half = await readPrivateHalf(pair)
  if (half.encrypted || protect !== undefined) {
    const passphrase = half.encrypted ? params.passphrase : undefined
    await change(deps, pair, half, { passphrase, protect }, context)
  }
  return shownPair(deps, pair.privateKeyPath, pair.publicKeyPath)
}

async function change(
  deps: KeyDeps,
  pair: KeyPair,
  half: PrivateHalf,
  secrets: { readonly passphrase: string | undefined; readonly protect: string | undefined },
  context: Context,
): Promise<void> {
  const { passphrase, protect } = secrets
  const { signal } = context
  report(context, half.encrypted ? 'Opening the key' : 'Protecting the key')
  // Where the file has no place for a comment, the one of the .pub file moves in.
  const comment = half.holdsComment ? null : commentOf(pair)
  const options = { passphrase, newPassphrase: protect, comment }
  const result = await deps.worker.rewrite(half.data, options, signal)
  if (!result.ok) throw unlockError(half.path, result)
  if (protect === undefined) await confirmRemoval(deps, pair, half, context)
  throwIfCancelled(signal)
  const { privateFile } = result
  const publicFile = publicLine(result.publicBlob, result.comment)
  await changeFiles(
    deps.paths,
    [{ kind: 'replace', path: half.path, data: privateFile, expected: half.data }],
    {
      title: titleOf(pair.name, half.encrypted, protect !== undefined),
      secureNewFile,
      verify: async (staged) => {
        report(context, 'Checking the changed key')
        const privatePath = stagedPath(staged, half.path)
        const proof = { privatePath, privateFile, publicFile, passphrase: protect }
        await provePair(deps, proof, signal)
        throwIfCancelled(signal)
      },
    },
  )
}

/** Another key's `.pub` has nothing to say about this one. */
function commentOf(pair: KeyPair): string {
  return pair.pair === 'matched' ? pair.comment : ''
}

/** Says in the list of backups what kind of copy lies there. */
function titleOf(name: string, wasProtected: boolean, isProtected: boolean): string {
  if (!wasProtected) return `Added a passphrase to the key ${name}; this copy has none`
  return isProtected
    ? `Changed the passphrase of the key ${name}; this copy has the old one`
    : `Removed the passphrase of the key ${name}; this copy still has it`
}

async function confirmRemoval(
  deps: KeyDeps,
  pair: KeyPair,
  half: PrivateHalf,
  context: Context,
): Promise<void> {
  const accepted = await context.confirm({
    title: `Remove the passphrase of ${pair.name}?`,
    detail: `Anyone who gets hold of the file ${half.path}, from this disk or a copy of it, can then log in wherever this key is accepted. The file as it is now, still protected, goes to the backups in ${deps.paths.backupsDir}. You can set a passphrase again at any time.`,
    action: 'Remove passphrase',
  })
  if (accepted) return
  throw new AppError('declined', 'Nothing was changed: the key keeps its passphrase.')
}

function report(context: Context, detail: string): void {
  context.progress({ method: 'keys.setPassphrase', progress: { kind: 'working', detail } })
}
