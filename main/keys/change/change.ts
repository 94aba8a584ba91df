/** The methods of `keys.*` that change a key that is there. */

import type { CallContext } from '../../contract/dispatch.ts'
import type {
  KeyPair,
  KeyRef,
  RemovedKey,
  RemoveKeyParams,
  RemovePlan,
  RenameKeyParams,
  RenamePlan,
  SetCommentParams,
  SetPassphraseParams,
} from '../../contract/methods.ts'
import type { KeyDeps } from '../deps.ts'
import { setComment } from './comment.ts'
import { setPassphrase } from './passphrase.ts'
import { planRemove, removeKey } from './remove.ts'
import { planRename, renameKey } from './rename.ts'

export interface ChangeMethods {
  /** @throws {AppError} see `setComment` */
  setComment(
    params: SetCommentParams,
    context: Pick<CallContext, 'signal' | 'progress'>,
  ): Promise<KeyPair>
  /** @throws {AppError} see `setPassphrase` */
  setPassphrase(
    params: SetPassphraseParams,
    context: Pick<CallContext, 'signal' | 'progress' | 'confirm'>,
  ): Promise<KeyPair>
  /** @throws {AppError} see `planRename` */
  planRename(params: KeyRef & { readonly name: string }): Promise<RenamePlan>
  /** @throws {AppError} see `renameKey` */
  rename(params: RenameKeyParams, context: Pick<CallContext, 'confirm'>): Promise<KeyPair>
  /** @throws {AppError} see `planRemove` */
  planRemove(ref: KeyRef): Promise<RemovePlan>
  /** @throws {AppError} see `removeKey` */
  remove(params: RemoveKeyParams, context: Pick<CallContext, 'confirm'>): Promise<RemovedKey>
}

export function changeMethods(deps: KeyDeps): ChangeMethods {
  const { log } = deps
  return {
    async setComment(params, context) {
      const pair = await setComment(deps, params, context)
      log.info('key-comment-set', { id: pair.id })
      return pair
    },
    async setPassphrase(params, context) {
      const pair = await setPassphrase(deps, params, context)
      log.info('key-protection-set', { id: pair.id, encrypted: pair.encrypted })
      return pair
    },
    planRename: (params) => planRename(deps, params),
    async rename(params, context) {
      const pair = await renameKey(deps, params, context)
      log.info('key-renamed', { id: pair.id, path: pair.privateKeyPath ?? pair.publicKeyPath })
      return pair
    },
    planRemove: (ref) => planRemove(deps, ref),
    async remove(params, context) {
      const removed = await removeKey(deps, params, context)
      log.info('key-removed', { id: params.id, backup: removed.backup })
      return removed
    },
  }
}
