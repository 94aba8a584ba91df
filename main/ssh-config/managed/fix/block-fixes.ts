/** Repairs of a host's block: its place, its settings, or the block itself. */

import { AppError } from '../../../contract/errors.ts'
import type { ConfigFinding, Problem } from '../../../contract/methods.ts'
import { type ConfigDocument, encodeBytes, readableValue } from '../../document.ts'
import { type Block, blocksOf, blocksOfAlias } from '../../edit/blocks.ts'
import { commentOutBlock, moveBlockBefore, removePattern } from '../../edit/host-blocks.ts'
import { setSetting } from '../../edit/settings.ts'
import { isPattern, matchesHostLine } from '../../host-patterns.ts'
import type { LoadedFile } from '../load.ts'
import type { WantedSetting } from '../verify/expectation.ts'
import { type Fixed, type FixInput, movedOn } from './fixed.ts'

/** The block moves above the first one that speaks for it without naming it. */
export function shadowFix({ finding, file }: FixInput): Fixed {
  const { alias, block } = ownBlock(finding, file)
  const wider = blocksOf(file.document).find(
    (one) => one.head < block.head && !one.words.includes(alias) && speaksFor(one, alias),
  )
  if (wider === undefined) {
    throw new AppError(
      'unsupported',
      `Keypilot cannot move “${finding.alias}” up by itself: what comes before it is in a different file from ${file.path}. Move the Include line, or the block, above that by hand.`,
    )
  }
  const line = readableValue(file.document.lines[wider.head]?.text ?? '').trim()
  const where = `the block of ${finding.alias} above “${line}”`
  return {
    document: moveBlockBefore(file.document, block, wider),
    words: { title: `Move ${where}`, done: `Moved ${where}`, action: 'Move block' },
    mayChange: (name) => matchesHostLine(block.words, encodeBytes(name)),
  }
}

/** What a Match depends on is not known here, but `Match all` is as good as `Host *`. */
function speaksFor({ keyword, words }: Block, alias: string): boolean {
  if (keyword === 'host') return matchesHostLine(words, alias)
  return words.length === 1 && words[0]?.toLowerCase() === 'all'
}

export function identitiesFix(input: FixInput): Fixed {
  return settingsFix(input, [{ name: 'IdentitiesOnly', value: 'yes' }])
}

export async function staleFix(input: FixInput): Promise<Fixed> {
  const address = await input.deps.currentAddress(input.finding)
  if (address === null) {
    throw new AppError(
      'not-found',
      `Nobody knows where “${input.finding.alias}” is now. Open the pod’s page, copy the SSH command from there, and save it again.`,
    )
  }
  return settingsFix(input, [
    { name: 'HostName', value: address.hostName.replaceAll('%', '%%') },
    { name: 'Port', value: `${address.port}` },
  ])
}

function settingsFix({ finding, file }: FixInput, wanted: readonly WantedSetting[]): Fixed {
  const { alias, block } = ownBlock(finding, file)
  if (block.words.length > 1) throw sharedBlock(finding, file)
  let { document } = file
  for (const { name, value } of wanted) {
    const now = blocksOfAlias(document, alias).find(({ head }) => head === block.head)
    if (now !== undefined) document = setSetting(document, now, name, value)
  }
  const said = wanted.map(({ name, value }) => `${name} ${value}`).join(' and ')
  return {
    document,
    words: {
      title: `Set ${said} for ${finding.alias}`,
      done: `Set ${said} for ${finding.alias}`,
      action: 'Change host',
    },
    mayChange: (name) => name === finding.alias,
    wanted,
  }
}

/** The later block goes: ssh takes the first value of everything anyway. */
export function duplicateFix({ finding, file }: FixInput): Fixed {
  const { alias, block } = ownBlock(finding, file)
  const others = block.words.some((word) => word !== alias)
  const where = `the second block of ${finding.alias} out of use`
  return {
    document: others
      ? removePattern(file.document, block, alias)
      : commentOutBlock(file.document, block),
    words: { title: `Take ${where}`, done: `Took ${where}`, action: 'Take out of use' },
    mayChange: (name) => name === finding.alias,
    notes: lostNotes(file.document, block, alias),
  }
}

/** What only the later block says is in force today, and would not be any more. */
function lostNotes(document: ConfigDocument, block: Block, alias: string): readonly Problem[] {
  const earlier = blocksOfAlias(document, alias).filter(({ head }) => head < block.head)
  const said = new Set(earlier.flatMap((one) => keywordsOf(document, one)))
  const lost = document.lines
    .slice(block.head + 1, block.bodyEnd)
    .filter(({ directive }) => directive !== null && !said.has(directive.keyword))
    .map(({ text }) => readableValue(text).trim())
  if (lost.length === 0) return []
  return [
    {
      code: 'settings-lost',
      severity: 'warning',
      title: 'Some settings are only in this block',
      detail: `They will not be in force any more. Copy them to the first block if you need them: ${lost.join('; ')}.`,
    },
  ]
}

function keywordsOf({ lines }: ConfigDocument, block: Block): readonly string[] {
  return lines
    .slice(block.head + 1, block.bodyEnd)
    .flatMap(({ directive }) => (directive === null ? [] : [directive.keyword]))
}

/** The block that the finding is about: at its line, or else the last one that names the alias. */
function ownBlock(
  finding: ConfigFinding,
  { document }: LoadedFile,
): { readonly alias: string; readonly block: Block } {
  if (finding.alias === null || isPattern(finding.alias)) throw movedOn(finding)
  const alias = encodeBytes(finding.alias)
  const blocks = blocksOfAlias(document, alias)
  const index = (finding.line ?? 0) - 1
  const block = blocks.find(({ head, end }) => head <= index && index < end) ?? blocks.at(-1)
  if (block === undefined) throw movedOn(finding)
  return { alias, block }
}

function sharedBlock({ alias }: ConfigFinding, { path }: LoadedFile): AppError {
  return new AppError(
    'unsupported',
    `Nothing was changed in ${path}: the block of “${alias}” stands for other hosts too, and they would change with it. Give “${alias}” a Host block of its own first.`,
  )
}
