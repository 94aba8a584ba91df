/** The user's config with every file it includes, and the identity files they name. */

import { join } from 'node:path'
import type { Problem } from '../contract/methods.ts'
import type { Paths } from '../storage/index.ts'
import { decodeValue, parseDocument, readableValue } from './document.ts'
import { expandIdentityPath } from './expand.ts'
import { fileProblem } from './file-problems.ts'
import { MAX_INCLUDE_DEPTH, resolveIncludes } from './include.ts'
import { type ConfigRead, readConfigFile } from './read-config-file.ts'
import { type Surroundings, surroundingsOf } from './surroundings.ts'
import type { Directive } from './words.ts'

export interface ConfigFile {
  readonly path: string
  readonly kind: 'config' | 'included-config'
  readonly problem: Problem | null
}

export interface IdentityReference {
  readonly keyword: 'IdentityFile' | 'CertificateFile'
  /** Patterns of the innermost Host block, `Match …` for a Match block, null at top level. */
  readonly host: string | null
  readonly file: string
  /** From 1. */
  readonly line: number
  /** The argument as ssh reads it, without quotes. */
  readonly value: string
  /**
   * The absolute path it means. Null when it depends on the host (`%h`) or on the folder in which
   * ssh is started (a relative path), when it is `none`, or when ssh refuses the line.
   */
  readonly path: string | null
}

export interface ConfigTree {
  readonly files: readonly ConfigFile[]
  readonly identities: readonly IdentityReference[]
}

/** Files that include each other many times over are read no more often than this. */
const MAX_VISITS = 2_000
/** The same in lines: a hundred times what people with 10,000 hosts have. */
const MAX_LINES = 2_000_000

/**
 * The user's config (`config` in the ssh folder) and every file it includes, in ssh's order; empty
 * when there is no config. Files that ssh refuses still give the identities that are clear. Nothing
 * in the files makes it throw, hang or run a program.
 */
export async function readConfigTree(
  paths: Paths,
  around: Surroundings = surroundingsOf(paths),
): Promise<ConfigTree> {
  const walk: Walk = {
    around,
    files: new Map(),
    reads: new Map(),
    lines: new Map(),
    identities: [],
    visits: 0,
    linesLeft: MAX_LINES,
  }
  await visit(walk, join(paths.sshDir, 'config'), [], null)
  return { files: [...walk.files.values()], identities: unique(walk.identities) }
}

interface Walk {
  readonly around: Surroundings
  readonly files: Map<string, ConfigFile>
  readonly reads: Map<string, Promise<ConfigRead>>
  readonly lines: Map<string, readonly TellingLine[]>
  readonly identities: IdentityReference[]
  visits: number
  linesLeft: number
}

/** A line that opens a block, names a key or includes files. */
interface TellingLine {
  readonly number: number
  readonly directive: Directive
  readonly identity: ReturnType<typeof identityOf>
}

/** `chain`: the files whose `Include` lines led here. `host`: the block that the last one stands in. */
async function visit(
  walk: Walk,
  path: string,
  chain: readonly string[],
  host: string | null,
): Promise<void> {
  if (++walk.visits > MAX_VISITS || walk.linesLeft <= 0) return
  const kind = chain.length === 0 ? 'config' : 'included-config'
  if (chain.includes(path) || chain.length > MAX_INCLUDE_DEPTH) {
    note(walk, path, kind, fileProblem('include-loop', kind))
    return
  }
  const reading = walk.reads.get(path) ?? readConfigFile(path)
  walk.reads.set(path, reading)
  const read = await reading
  // ssh reads a folder as an empty file.
  if (read.kind === 'missing' || read.kind === 'directory') return
  note(walk, path, kind, fileProblem(read, kind))
  if (read.kind !== 'data') return
  let block = host
  const lines = walk.lines.get(path) ?? tellingLines(read.data, walk.around)
  walk.lines.set(path, lines)
  walk.linesLeft -= lines.length
  for (const { directive, identity, number } of lines) {
    block = blockAfter(directive) ?? block
    if (identity !== null) {
      walk.identities.push({ ...identity, host: block, file: path, line: number })
    }
    if (directive.keyword !== 'include') continue
    for (const included of await resolveIncludes(directive, walk.around)) {
      await visit(walk, included, [...chain, path], block)
    }
  }
}

function tellingLines(data: Buffer, around: Surroundings): readonly TellingLine[] {
  return parseDocument(data).lines.flatMap(({ directive, number }) =>
    directive !== null && TELLING.has(directive.keyword)
      ? [{ number, directive, identity: identityOf(directive, around) }]
      : [],
  )
}

/** A file is listed once, at its first place; what is wrong with it may turn up later. */
function note(walk: Walk, path: string, kind: ConfigFile['kind'], problem: Problem | null): void {
  const known = walk.files.get(path)
  walk.files.set(path, {
    path,
    kind: known?.kind ?? kind,
    problem: known?.problem ?? problem,
  })
}

/** The block that a Host or Match line opens; null for other lines. */
function blockAfter({ keyword, words }: Directive): string | null {
  if (keyword !== 'host' && keyword !== 'match') return null
  const text = words.map(({ value }) => readableValue(value)).join(' ')
  return keyword === 'host' ? text : `Match ${text}`
}

function identityOf(
  { keyword, words, fault }: Directive,
  around: Surroundings,
): Pick<IdentityReference, 'keyword' | 'value' | 'path'> | null {
  const name = IDENTITY_KEYWORDS.get(keyword)
  if (name === undefined || fault !== null) return null
  const value = words.map((word) => readableValue(word.value)).join(' ')
  const [word, ...more] = words
  // ssh refuses a second argument: most often a path with a space and without quotes.
  const clear = more.length === 0 ? decodeValue(word?.value ?? '') : null
  return { keyword: name, value, path: clear === null ? null : expandIdentityPath(clear, around) }
}

/** Keywords of lines that name a key, as they are usually written. */
export const IDENTITY_KEYWORDS: ReadonlyMap<string, IdentityReference['keyword']> = new Map([
  ['identityfile', 'IdentityFile'],
  ['certificatefile', 'CertificateFile'],
])

const TELLING: ReadonlySet<string> = new Set([
  'host',
  'match',
  'include',
  ...IDENTITY_KEYWORDS.keys(),
])

/** A file that is included twice in one block names its keys once. */
function unique(identities: readonly IdentityReference[]): readonly IdentityReference[] {
  const byPlace = new Map(identities.map((one) => [`${one.line}\0${one.file}\0${one.host}`, one]))
  return [...byPlace.values()]
}
