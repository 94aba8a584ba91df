/** `keys.planRename` and `keys.rename`: both halves, the certificate, and the config lines, as one. */

import { basename, dirname, join } from 'node:path'
import type { CallContext } from '../../contract/dispatch.ts'
import { AppError } from '../../contract/errors.ts'
import type {
  FileMove,
  KeyPair,
  KeyRef,
  RenameKeyParams,
  RenamePlan,
} from '../../contract/methods.ts'
import { changeFiles, type FileStep } from '../../storage/index.ts'
import type { KeyDeps } from '../deps.ts'
import { checkKeyName } from '../key-name.ts'
import { refuseIfTaken } from '../write-pair.ts'
import { configEdits } from './config-edits.ts'
import { renameNotes } from './notes.ts'
import {
  contentDigest,
  digest,
  isSameEntry,
  linksTo,
  type PairFile,
  pairFiles,
} from './pair-files.ts'
import { findOnDisk, shownPair } from './readable-key.ts'

interface Draft {
  readonly pair: KeyPair
  readonly plan: RenamePlan
  readonly steps: readonly FileStep[]
}

/**
 * Everything a new name would change. Nothing is changed.
 *
 * @throws {AppError} `not-found`, `invalid-name`, `already-exists`, `unsupported`
 */
export async function planRename(
  deps: KeyDeps,
  params: KeyRef & { readonly name: string },
): Promise<RenamePlan> {
  return (await draftRename(deps, params)).plan
}

/**
 * With a `planId`, only what that plan showed happens. Without, the person is asked when lines of
 * the ssh config change too.
 *
 * @throws {AppError} as `planRename`; `changed-meanwhile`, `declined`, and the errors of changing files
 */
export async function renameKey(
  deps: KeyDeps,
  params: RenameKeyParams,
  context: Pick<CallContext, 'confirm'>,
): Promise<KeyPair> {
  let draft = await draftRename(deps, params)
  if (params.planId === undefined && draft.plan.edits.length > 0) {
    await confirm(draft, context)
    const agreed = draft.plan.planId
    draft = await draftRename(deps, params)
    refuseIfDifferent(agreed, draft)
  }
  refuseIfDifferent(params.planId ?? draft.plan.planId, draft)
  const { pair, plan, steps } = draft
  await changeFiles(deps.paths, steps, {
    title: `Renamed the key ${pair.name} to ${params.name}`,
  })
  const movedTo = (path: string | null) => plan.moves.find(({ from }) => from === path)?.to ?? path
  return shownPair(deps, movedTo(pair.privateKeyPath), movedTo(pair.publicKeyPath))
}

function refuseIfDifferent(planId: string, { plan }: Draft): void {
  if (planId === plan.planId) return
  throw new AppError(
    'changed-meanwhile',
    'Nothing was renamed: the key or the ssh config is not as it was when the changes were shown. Look at them again.',
  )
}

async function draftRename(
  deps: KeyDeps,
  params: KeyRef & { readonly name: string },
): Promise<Draft> {
  const { name } = params
  const pair = await findOnDisk(deps, params)
  checkKeyName(name)
  if (name === pair.name) {
    throw new AppError('invalid-name', `The key is called ${name} already. Enter another name.`)
  }
  const files = await pairFiles(pair)
  const moves = movesOf(pair, files, name)
  await refuseIfAnyTaken(pair, moves, name)
  const config = await configEdits(deps.paths, moves)
  const { sshDir } = deps.paths
  const links = await linksTo(files, [sshDir, folderOf(pair)])
  const facts = { pair, sshDir, files, newName: name, links }
  const notes = [
    ...renameNotes({ ...facts, namedByConfig: config.edits.length > 0 }),
    ...config.notes,
  ]
  const shown = { moves, edits: config.edits, notes }
  const contents = [
    await contentDigest(files),
    ...config.steps.map((step) => digest(step.expected)),
  ]
  const planId = digest(JSON.stringify([shown, contents]))
  const moveSteps = moves.map(({ from, to }) => ({ kind: 'move', from, to }) as const)
  return { pair, plan: { planId, ...shown }, steps: [...moveSteps, ...config.steps] }
}

/** A public key under another name than `NAME.pub`, in another folder, stays where it is. */
function movesOf(pair: KeyPair, files: readonly PairFile[], name: string): readonly FileMove[] {
  const folder = folderOf(pair)
  return files.flatMap(({ path }) => {
    if (dirname(path) !== folder || !basename(path).startsWith(pair.name)) return []
    return [{ from: path, to: join(folder, name + basename(path).slice(pair.name.length)) }]
  })
}

/** All three names must be free, whichever of the three files there are: they would become one key. */
async function refuseIfAnyTaken(
  pair: KeyPair,
  moves: readonly FileMove[],
  name: string,
): Promise<void> {
  for (const suffix of ['', '.pub', '-cert.pub']) {
    const path = join(folderOf(pair), name + suffix)
    const source = moves.find(({ to }) => to === path)?.from
    // Where case makes no difference, the new name already leads to the file itself.
    if (source !== undefined && (await isSameEntry(source, path))) continue
    await refuseIfTaken(path)
  }
}

async function confirm(
  { pair, plan: { moves, edits } }: Draft,
  context: Pick<CallContext, 'confirm'>,
): Promise<void> {
  const files = moves.map(({ from, to }) => `${from} becomes ${to}.`)
  const lines = edits.map(
    ({ file, line, before, after }) =>
      `${file}, line ${line}: “${before.trim()}” becomes “${after.trim()}”.`,
  )
  const accepted = await context.confirm({
    title: `Rename ${pair.name}, and change the ssh config with it?`,
    detail: [...files, ...lines, 'The old config goes to the backups.'].join('\n'),
    action: 'Rename key',
  })
  if (!accepted) throw new AppError('declined', `Nothing was changed: ${pair.name} keeps its name.`)
}

function folderOf(pair: KeyPair): string {
  return dirname(pair.privateKeyPath ?? pair.publicKeyPath ?? '')
}
