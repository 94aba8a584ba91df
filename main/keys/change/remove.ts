/** `keys.planRemove` and `keys.remove`: every file of the key goes to the backups, together. */

import { dirname } from 'node:path'
import type { CallContext } from '../../contract/dispatch.ts'
import { AppError } from '../../contract/errors.ts'
import type {
  KeyPair,
  KeyRef,
  KeyUse,
  RemovedKey,
  RemoveKeyParams,
  RemovePlan,
} from '../../contract/methods.ts'
import { backupCopies, changeFiles } from '../../storage/index.ts'
import type { KeyDeps } from '../deps.ts'
import { removeNotes } from './notes.ts'
import { contentDigest, linksTo, type PairFile, pairFiles } from './pair-files.ts'
import { findOnDisk } from './readable-key.ts'

/**
 * Which files would go, what uses the key, and what that means. Nothing is changed.
 *
 * @throws {AppError} `not-found`; `unsupported` for a key that only the agent knows
 */
export async function planRemove(deps: KeyDeps, ref: KeyRef): Promise<RemovePlan> {
  const pair = await findOnDisk(deps, ref)
  return planOf(deps, pair, await pairFiles(pair))
}

/**
 * The person types the name and then says yes. A symbolic link is removed, never what it leads to.
 *
 * @throws {AppError} `invalid-value` for another name than the key's, `declined`, `changed-meanwhile`,
 * as `planRemove`, and the errors of changing files; nothing is gone then
 */
export async function removeKey(
  deps: KeyDeps,
  params: RemoveKeyParams,
  context: Pick<CallContext, 'confirm'>,
): Promise<RemovedKey> {
  const pair = await findOnDisk(deps, params)
  if (params.typedName !== pair.name) {
    throw new AppError(
      'invalid-value',
      `Nothing was removed: the name you typed is not the key’s. To remove it, type exactly: ${pair.name}`,
    )
  }
  const files = await pairFiles(pair)
  const plan = await planOf(deps, pair, files)
  const before = await contentDigest(files)
  await confirm(deps, pair, plan, context)
  if (before !== (await contentDigest(files))) {
    throw new AppError(
      'changed-meanwhile',
      `Nothing was removed: the files of ${pair.name} have changed since you were asked. Look at the key again.`,
    )
  }
  const { backup } = await changeFiles(
    deps.paths,
    files.map(({ path }) => ({ kind: 'remove', path }) as const),
    { title: `Removed the key ${pair.name}` },
  )
  if (backup === null) throw new Error('files were removed without a backup')
  return { backup, moved: await backupCopies(deps.paths, backup) }
}

async function planOf(
  deps: KeyDeps,
  pair: KeyPair,
  files: readonly PairFile[],
): Promise<RemovePlan> {
  const { sshDir, backupsDir } = deps.paths
  const links = await linksTo(files, [sshDir, ...files.map(({ path }) => dirname(path))])
  const copies = (await deps.list()).flatMap(({ pair: { id, privateKeyPath } }) =>
    id === pair.id && privateKeyPath !== null && privateKeyPath !== pair.privateKeyPath
      ? [privateKeyPath]
      : [],
  )
  return {
    files: files.map(({ path, what }) => ({ path, what })),
    uses: pair.uses,
    notes: removeNotes({ pair, sshDir, files, copies, links, backupsDir }),
  }
}

async function confirm(
  deps: KeyDeps,
  pair: KeyPair,
  plan: RemovePlan,
  context: Pick<CallContext, 'confirm'>,
): Promise<void> {
  const warnings = plan.notes.filter(({ severity }) => severity !== 'info')
  const accepted = await context.confirm({
    title: `Remove the key ${pair.name}?`,
    detail: [
      `These files go to the backups in ${deps.paths.backupsDir}, and can be brought back from there:`,
      ...plan.files.map(({ path }) => path),
      ...plan.uses.map((use) => `Used by: ${useText(use)}.`),
      ...warnings.map(({ title, detail }) => `${title}. ${detail}`),
    ].join('\n'),
    action: 'Remove key',
  })
  if (!accepted) throw new AppError('declined', `Nothing was removed: ${pair.name} stays.`)
}

function useText(use: KeyUse): string {
  switch (use.kind) {
    case 'config':
      return use.host === null
        ? `${use.file}, line ${use.line}`
        : `${use.host} in ${use.file}, line ${use.line}`
    case 'agent':
      return 'the ssh-agent'
    case 'setup':
      return 'Setup'
    case 'connection':
      return `the saved connection ${use.name} (${use.target.user}@${use.target.host})`
    case 'runpod':
      return 'your RunPod account'
  }
}
