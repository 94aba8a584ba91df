/** `sshConfig.planUpsert` and `planRemove`: what would change, file by file. */

import { join } from 'node:path'
import { AppError } from '../../contract/errors.ts'
import type { HostEntry, Problem, UpsertHostParams } from '../../contract/methods.ts'
import { checkAlias } from '../../ssh-command/index.ts'
import { type ConfigDocument, encodeBytes, printDocument } from '../document.ts'
import { blocksOfAlias } from '../edit/blocks.ts'
import { appendBlock, removeBlock, removePattern, saysNothing } from '../edit/host-blocks.ts'
import { addIncludeLine, includeLines, removeLines } from '../edit/include-line.ts'
import { setSetting } from '../edit/settings.ts'
import { expandTilde } from '../expand.ts'
import { managedConfigPath } from '../managed-path.ts'
import { type Surroundings, surroundingsOf } from '../surroundings.ts'
import { checkEntry, settingsOf } from './check-entry.ts'
import type { EditorDeps } from './deps.ts'
import type { FileEdit } from './diff.ts'
import { type Draft, makeDraft } from './draft.ts'
import { editInPlace, findHandWritten, readBlocks } from './hand-written.ts'
import { type LoadedFile, loadForChange } from './load.ts'
import {
  entryLines,
  includeValue,
  meansManagedFile,
  newManagedFile,
  saysConfigWasMade,
} from './managed-file.ts'

/** @throws {AppError} `invalid-name`, `invalid-value`, `already-exists`, `not-found`, `unsupported`, … */
export async function draftUpsert(deps: EditorDeps, params: UpsertHostParams): Promise<Draft> {
  const { paths } = deps
  const around = surroundingsOf(paths)
  const entry = checkEntry(params, await identityOf(deps, params, around), around)
  const managed = await loadForChange(paths, managedConfigPath(paths))
  const isManaged = blocksOfAlias(managed.document, encodeBytes(entry.alias)).length > 0
  const blocks = await readBlocks(paths)
  const handWritten = findHandWritten(paths, blocks, entry.alias)
  const expected = {
    edited: entry.alias,
    mayChange: (name: string) => name === entry.alias,
    mustBeAccepted: true,
  }
  if (params.where === 'in-place') {
    if (handWritten === null) throw notHandWritten(entry.alias, isManaged)
    const { edit, wanted } = await editInPlace(paths, blocks, handWritten, entry, around)
    return makeDraft(wordsOf('Change', entry.alias), [edit], { ...expected, wanted })
  }
  if (handWritten !== null && !isManaged) throw taken(entry.alias, handWritten)
  const config = await loadForChange(paths, join(paths.sshDir, 'config'))
  const edits = [managedEdit(managed, config, entry, around), includeEdit(deps, config, around)]
  const words = wordsOf(isManaged ? 'Change' : 'Add', entry.alias)
  const wanted = settingsOf(entry, around)
  const notes = [...notesOf(deps, config, around), ...hostKeyNote(entry)]
  return makeDraft(words, edits, { ...expected, wanted }, notes)
}

async function identityOf(
  deps: EditorDeps,
  { keyId, identityFile }: UpsertHostParams,
  around: Surroundings,
): Promise<string | null> {
  if (keyId !== undefined) return deps.keyPath(keyId)
  return identityFile === undefined ? null : (expandTilde(identityFile, around) ?? identityFile)
}

function managedEdit(
  { path, data, document }: LoadedFile,
  config: LoadedFile,
  entry: HostEntry,
  around: Surroundings,
): FileEdit {
  const start = data === null ? newManagedFile({ madeConfig: config.data === null }) : document
  const after = withEntry(start, entry, around)
  return { path, before: data, after: printDocument(after) }
}

/** What a person added to the entry stays; what the parameters do not say, too. */
function withEntry(
  document: ConfigDocument,
  entry: HostEntry,
  around: Surroundings,
): ConfigDocument {
  const find = (from: ConfigDocument) => blocksOfAlias(from, encodeBytes(entry.alias))[0]
  const block = find(document)
  if (block === undefined) return appendBlock(document, entryLines(entry, around))
  if (block.words.length > 1) {
    throw new AppError(
      'unsupported',
      `Nothing was changed: in keypilot.conf, “${entry.alias}” shares its Host line with other names. Give it a line of its own there first.`,
    )
  }
  let edited = document
  for (const { name, value } of settingsOf(entry, around)) {
    const now = find(edited)
    if (now !== undefined) edited = setSetting(edited, now, name, value)
  }
  return edited
}

function includeEdit({ paths }: EditorDeps, config: LoadedFile, around: Surroundings): FileEdit {
  const { path, data, document } = config
  if (isIncluded(config, paths, around)) return { path, before: data, after: data }
  const after = printDocument(addIncludeLine(document, includeValue(paths, around)))
  return { path, before: data, after }
}

function isIncluded(
  { document }: LoadedFile,
  paths: EditorDeps['paths'],
  around: Surroundings,
): boolean {
  const meansIt = meansManagedFile(paths, around)
  return includeLines(document, meansIt, { onlyTop: true }).length > 0
}

function notesOf(
  { paths }: EditorDeps,
  config: LoadedFile,
  around: Surroundings,
): readonly Problem[] {
  if (isIncluded(config, paths, around)) return []
  return [
    {
      code: 'include-added',
      severity: 'info',
      title: 'Your config gets one Include line',
      detail: `${config.path} gets one Include line, so that ssh reads the hosts that Keypilot keeps in ${managedConfigPath(paths)}. It goes again with the last of them.`,
    },
  ]
}

function hostKeyNote({ hostKeyAlias }: HostEntry): readonly Problem[] {
  if (hostKeyAlias === null) return []
  return [
    {
      code: 'host-key-name',
      severity: 'info',
      title: 'The host key is kept under the pod’s name',
      detail: `known_hosts gets the host key of this address under ${hostKeyAlias} as well, once you have accepted it. So ssh knows the pod at every address, and warns when it shows another key.`,
    },
  ]
}

/** @throws {AppError} `invalid-name`, `not-found`, and see `loadForChange` */
export async function draftRemove(deps: EditorDeps, aliasText: string): Promise<Draft> {
  const { paths } = deps
  const alias = checkAlias(aliasText)
  const around = surroundingsOf(paths)
  const managed = await loadForChange(paths, managedConfigPath(paths))
  const rest = withoutAlias(managed.document, encodeBytes(alias))
  if (rest === null) {
    throw notManaged(alias, findHandWritten(paths, await readBlocks(paths), alias))
  }
  const isLast = saysNothing(rest)
  const after = isLast ? null : printDocument(rest)
  const edits: FileEdit[] = [{ path: managed.path, before: managed.data, after }]
  if (isLast) edits.push(await withoutInclude(deps, managed.document, around))
  const expected = {
    edited: alias,
    mayChange: (name: string) => name === alias,
    wanted: [],
    mustBeAccepted: false,
  }
  return makeDraft(wordsOf('Remove', alias), edits, expected)
}

/** Null when there is no such entry. */
function withoutAlias(document: ConfigDocument, alias: string): ConfigDocument | null {
  let rest = document
  for (;;) {
    const [block] = blocksOfAlias(rest, alias)
    if (block === undefined) return rest === document ? null : rest
    const others = block.words.some((word) => word !== alias)
    rest = others ? removePattern(rest, block, alias) : removeBlock(rest, block)
  }
}

async function withoutInclude(
  { paths }: EditorDeps,
  managed: ConfigDocument,
  around: Surroundings,
): Promise<FileEdit> {
  const config = await loadForChange(paths, join(paths.sshDir, 'config'))
  const { path, data, document } = config
  const lines = includeLines(document, meansManagedFile(paths, around), { onlyTop: false })
  if (lines.length === 0) return { path, before: data, after: data }
  const after = printDocument(removeLines(document, lines))
  const isOurs = after.length === 0 && saysConfigWasMade(managed)
  return { path, before: data, after: isOurs ? null : after }
}

function wordsOf(verb: 'Add' | 'Change' | 'Remove', alias: string) {
  const done = { Add: 'Added', Change: 'Changed', Remove: 'Removed' }[verb]
  const rest = `the host ${alias} ${verb === 'Remove' ? 'from' : 'in'} the ssh config`
  return { title: `${verb} ${rest}`, done: `${done} ${rest}`, action: `${verb} host` }
}

function taken(
  alias: string,
  { file, line }: { readonly file: string; readonly line: number },
): AppError {
  return new AppError(
    'already-exists',
    `“${alias}” is in the ssh config already: ${file}, line ${line}. Keypilot does not put a second entry beside it. Change that one in place, or choose another name.`,
    { details: { file, line } },
  )
}

function notHandWritten(alias: string, isManaged: boolean): AppError {
  return new AppError(
    'not-found',
    isManaged
      ? `“${alias}” is kept in Keypilot’s own file. Change it there, without “in place”.`
      : `There is no Host block for “${alias}” in the ssh config that could be changed in place. Add the host to Keypilot’s own file instead.`,
  )
}

function notManaged(
  alias: string,
  found: { readonly file: string; readonly line: number } | null,
): AppError {
  return new AppError(
    'not-found',
    found === null
      ? `Keypilot keeps no host of the name “${alias}” in the ssh config.`
      : `“${alias}” was written by hand in ${found.file}, line ${found.line}, and Keypilot removes only its own hosts. Remove it there yourself.`,
  )
}
