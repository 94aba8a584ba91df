/** The hosts that people wrote themselves: found, and changed in place. */

import { AppError } from '../../contract/errors.ts'
import type { HostEntry } from '../../contract/methods.ts'
import type { Paths } from '../../storage/index.ts'
import { type ConfigDocument, decodeValue, encodeBytes, printDocument } from '../document.ts'
import { type Block, blocksOfAlias } from '../edit/blocks.ts'
import { addSetting, setSetting, settingLines } from '../edit/settings.ts'
import { expandIdentityPath } from '../expand.ts'
import { managedConfigPath } from '../managed-path.ts'
import type { Surroundings } from '../surroundings.ts'
import { settingsOf } from './check-entry.ts'
import type { FileEdit } from './diff.ts'
import { loadForChange } from './load.ts'
import { indexOf } from './verify/compare.ts'
import { argumentOf, type WantedSetting } from './verify/expectation.ts'
import { type AppliedLine, type FlatBlock, flatten } from './verify/flatten.ts'
import { readTree } from './verify/read-tree.ts'

export interface HandWritten {
  readonly file: string
  /** Of the Host line, from 1. */
  readonly line: number
}

/** The first hand-written block that names the alias literally; null when there is none. */
export function findHandWritten(
  paths: Paths,
  blocks: readonly FlatBlock[],
  alias: string,
): HandWritten | null {
  const managed = managedConfigPath(paths)
  for (const { file, lines, conditions } of blocks) {
    const last = conditions.at(-1)
    if (file === managed || last?.kind !== 'host' || !last.words.includes(encodeBytes(alias))) {
      continue
    }
    const [head] = lines
    if (head?.directive?.keyword === 'host') return { file, line: head.number }
  }
  return null
}

/** The config as it is, as blocks in ssh's order. */
export async function readBlocks(paths: Paths): Promise<readonly FlatBlock[]> {
  return flatten(await readTree(paths, new Map()))
}

/**
 * Only what is not so already, in the block's own style.
 *
 * @throws {AppError} `unsupported` for a block that stands for other hosts too, and see `loadForChange`
 */
export async function editInPlace(
  paths: Paths,
  blocks: readonly FlatBlock[],
  found: HandWritten,
  entry: HostEntry,
  around: Surroundings,
): Promise<{ readonly edit: FileEdit; readonly wanted: readonly WantedSetting[] }> {
  const { path, data, document } = await loadForChange(paths, found.file)
  const block = blocksOfAlias(document, encodeBytes(entry.alias)).find(
    ({ head }) => head === found.line - 1,
  )
  if (block === undefined) throw new AppError('changed-meanwhile', movedOn(path))
  if (block.words.length > 1) throw new AppError('unsupported', sharedBlock(found, entry.alias))
  const applied = indexOf(blocks)(encodeBytes(entry.alias)).filter(({ sure }) => sure)
  // Whether other keys may be tried is the person's own choice here.
  const settings = settingsOf(entry, around).filter(({ name }) => name !== 'IdentitiesOnly')
  let edited = document
  for (const wanted of settings) {
    if (isInForce(wanted, entry, applied, around)) continue
    const now = blocksOfAlias(edited, encodeBytes(entry.alias)).find(
      ({ head }) => head === block.head,
    )
    if (now !== undefined) edited = withSetting(edited, now, wanted)
  }
  const checked = settings.filter((wanted) => !isInForce(wanted, entry, applied, around))
  return { edit: { path, before: data, after: printDocument(edited) }, wanted: checked }
}

function withSetting(
  document: ConfigDocument,
  block: Block,
  { name, value }: WantedSetting,
): ConfigDocument {
  const [first, second] = settingLines(document, block, name.toLowerCase())
  // Of several keys none is thrown away: ssh tries the new one before them.
  return name === 'IdentityFile' && first !== undefined && second !== undefined
    ? addSetting(document, block, name, value, first)
    : setSetting(document, block, name, value)
}

/** Whether ssh takes this value already, written or not. */
function isInForce(
  { name, value }: WantedSetting,
  entry: HostEntry,
  applied: readonly AppliedLine[],
  around: Surroundings,
): boolean {
  const keyword = name.toLowerCase()
  const lines = applied.filter(({ line }) => line.directive?.keyword === keyword)
  const [first] = lines
  if (name === 'IdentityFile') {
    return lines.some((line) => {
      const written = argumentOf(line)
      return written !== null && expandIdentityPath(written, around) === entry.identityFile
    })
  }
  if (first !== undefined) return argumentOf(first) === value
  return (name === 'Port' && value === '22') || (name === 'HostName' && value === entry.alias)
}

function movedOn(path: string): string {
  return `Nothing was changed: ${path} was edited at the same moment. Try again.`
}

function sharedBlock({ file, line }: HandWritten, alias: string): string {
  return `Nothing was changed: ${file}, line ${line}, stands for other hosts beside “${decodeValue(alias) ?? alias}”, and they would change with it. Give “${alias}” a Host block of its own first, or choose another name.`
}
