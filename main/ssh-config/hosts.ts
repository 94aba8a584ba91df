/** The hosts that a config names, and what stands in their own blocks. */

import type { ConfigHost } from '../contract/methods.ts'
import { readableValue } from './document.ts'
import type { Program, ProgramBlock, ProgramFile, ProgramLine } from './effective/program.ts'

/** A block that names a host without patterns. */
export interface NamedBlock {
  /** As ssh compares it: one character per byte. */
  readonly alias: string
  readonly file: ProgramFile
  readonly block: ProgramBlock
  readonly opener: ProgramLine
}

/** Every name of every `Host` line of the person's files, in the order in which ssh reads them. */
export function namedBlocks({ roots }: Program): readonly NamedBlock[] {
  const found: NamedBlock[] = []
  const seen = new Set<ProgramFile>()
  const visit = (file: ProgramFile) => {
    if (seen.has(file)) return
    seen.add(file)
    for (const block of file.blocks) {
      found.push(...namesOf(file, block))
      for (const { includes } of block.lines) includes.forEach(visit)
    }
  }
  for (const root of roots) if (!root.system) visit(root)
  return found
}

function namesOf(file: ProgramFile, block: ProgramBlock): readonly NamedBlock[] {
  const { opener } = block
  if (opener === null || opener.fault !== null) return []
  const plain = block.patterns.filter((pattern) => !/[*?!]/.test(pattern))
  return [...new Set(plain)].map((alias) => ({ alias, file, block, opener }))
}

/** Each host once, at the first block that names it. */
export function configHosts(program: Program, managedPath: string): readonly ConfigHost[] {
  const first = new Map<string, NamedBlock>()
  for (const named of namedBlocks(program)) {
    if (!first.has(named.alias)) first.set(named.alias, named)
  }
  return [...first.values()].map(({ alias, file, block, opener }) => ({
    alias: readableValue(alias),
    file: file.path,
    line: opener.number,
    managed: file.path === managedPath,
    hostName: ownValue(block, 'HostName'),
    user: ownValue(block, 'User'),
    port: Number(ownPrinted(block, 'Port')) || null,
    identityFiles: block.lines
      .filter(({ keyword }) => keyword?.name === 'IdentityFile')
      .flatMap(({ values }) => values.map(({ text }) => readableValue(text))),
  }))
}

/** The first value in the block itself, as written. */
export function ownValue(block: ProgramBlock, name: string): string | null {
  const value = ownLine(block, name)?.values[0]
  return value === undefined ? null : readableValue(value.text)
}

export function ownLine(block: ProgramBlock, name: string): ProgramLine | undefined {
  return block.lines.find(({ keyword, fault }) => keyword?.name === name && fault === null)
}

function ownPrinted(block: ProgramBlock, name: string): string | undefined {
  return ownLine(block, name)?.values[0]?.printed
}
