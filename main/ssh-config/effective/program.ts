/**
 * A config with everything it includes, read once and judged line by line, so that it can be
 * evaluated for any number of hosts.
 */

import type { Problem } from '../../contract/methods.ts'
import { BOM, type ConfigLine, parseDocument } from '../document.ts'
import { fileProblem } from '../file-problems.ts'
import { resolveIncludes } from '../include.ts'
import { type ConfigRead, readConfigFile } from '../read-config-file.ts'
import { pathsOf, type Surroundings } from '../surroundings.ts'
import type { Directive } from '../words.ts'
import { type Keyword, keywordOf } from './keywords.ts'
import { type Criterion, readMatchLine } from './match-line.ts'
import { readValues, type Value } from './values.ts'

/** A line that says something. */
export interface ProgramLine {
  readonly number: number
  /** One character per byte. */
  readonly text: string
  readonly directive: Directive
  /** Null when no version of ssh knows it, or not the one around. */
  readonly keyword: Keyword | null
  /** Why ssh refuses it; for an unknown keyword, unless `IgnoreUnknown` names it. */
  readonly fault: string | null
  readonly values: readonly Value[]
  readonly includes: readonly ProgramFile[]
}

/** From one `Host` or `Match` line to the next. */
export interface ProgramBlock {
  readonly index: number
  /** Null for the lines before the first block. */
  readonly opener: ProgramLine | null
  readonly patterns: readonly string[]
  readonly criteria: readonly Criterion[]
  readonly lines: readonly ProgramLine[]
  /** Whether it matters to hosts that it does not match: faults, includes, a wish for a second pass. */
  readonly alwaysMatters: boolean
}

export interface ProgramFile {
  readonly path: string
  readonly kind: 'config' | 'included-config'
  /** Belongs to the config of the whole computer. */
  readonly system: boolean
  readonly exists: boolean
  readonly problem: Problem | null
  /** Every line, those that say nothing too. */
  readonly lines: readonly ConfigLine[]
  readonly blocks: readonly ProgramBlock[]
}

export interface Program {
  /** The person's config, then the computer's, as far as they exist. */
  readonly roots: readonly ProgramFile[]
  /** Every file once, in the order in which ssh first reads it. */
  readonly files: readonly ProgramFile[]
}

/** Newer than every version: all keywords are known. */
const NEWEST = 999

interface Loading {
  readonly around: Surroundings
  readonly files: Map<string, ProgramFile>
  readonly order: ProgramFile[]
  linesLeft: number
}

/** A hundred times what people with 10,000 hosts have. */
const MAX_LINES = 2_000_000

/** Nothing in the files makes it throw, hang or run a program. */
export async function loadProgram(
  around: Surroundings,
  systemConfig: string | null,
): Promise<Program> {
  const { join, dirname } = pathsOf(around)
  const loading: Loading = { around, files: new Map(), order: [], linesLeft: MAX_LINES }
  const roots = [await loadFile(loading, join(around.sshDir, 'config'), null)]
  if (systemConfig !== null) {
    const system = { ...around, sshDir: dirname(systemConfig) }
    roots.push(await loadFile({ ...loading, around: system }, systemConfig, 'system'))
  }
  return { roots, files: loading.order }
}

/** `from`: what includes it; null for the person's config. */
async function loadFile(
  loading: Loading,
  path: string,
  from: ProgramFile | 'system' | null,
): Promise<ProgramFile> {
  const system = from === 'system' || from?.system === true
  const key = `${system}\0${path}`
  const known = loading.files.get(key)
  if (known !== undefined) return known
  const kind = from === null || from === 'system' ? 'config' : 'included-config'
  const read: ConfigRead =
    loading.linesLeft > 0 ? await readConfigFile(path) : { kind: 'too-large' }
  const lines = read.kind === 'data' ? parseDocument(read.data).lines : []
  loading.linesLeft -= lines.length
  const blocks: ProgramBlock[] = []
  const file: ProgramFile = {
    ...{ path, kind, system, lines, blocks },
    exists: read.kind !== 'missing',
    problem: fileProblem(read, kind),
  }
  // Known before its own includes are read: a loop ends here, and evaluating it counts the depth.
  loading.files.set(key, file)
  loading.order.push(file)
  blocks.push(...(await readBlocks(loading, file)))
  return file
}

interface OpenBlock extends Omit<ProgramBlock, 'lines' | 'alwaysMatters'> {
  readonly lines: ProgramLine[]
  alwaysMatters: boolean
}

async function readBlocks(loading: Loading, file: ProgramFile): Promise<readonly ProgramBlock[]> {
  const version = loading.around.sshVersion ?? NEWEST
  let block: OpenBlock = openBlock(0, null, [])
  const blocks = [block]
  for (const { number, text, directive } of file.lines) {
    const marked = number === 1 && text.startsWith(BOM)
    if (directive === null && !marked) continue
    const line = await readLine(loading, file, number, text, directive ?? MARK_ONLY, marked)
    const opens = line.directive.fault === null && !marked
    if (opens && line.keyword?.name === 'Host') {
      block = openBlock(blocks.length, line, [])
      blocks.push(block)
    } else if (opens && line.keyword?.name === 'Match' && line.fault === null) {
      const read = readMatchLine(line.directive, version)
      block = openBlock(blocks.length, line, 'criteria' in read ? read.criteria : [])
      blocks.push(block)
      block.alwaysMatters ||= block.criteria.some(({ name }) => name === 'final')
    } else block.lines.push(line)
    block.alwaysMatters ||= line.fault !== null || line.keyword === null || line.includes.length > 0
  }
  return blocks
}

function openBlock(
  index: number,
  opener: ProgramLine | null,
  criteria: readonly Criterion[],
): OpenBlock {
  const patterns =
    opener?.keyword?.name === 'Host' ? opener.directive.words.map(({ value }) => value) : []
  return { index, opener, patterns, criteria, lines: [], alwaysMatters: false }
}

/** What a line is that has a byte order mark and nothing else. */
const MARK_ONLY: Directive = { keyword: '', words: [], argumentsAt: 0, rest: '', fault: null }

async function readLine(
  loading: Loading,
  file: ProgramFile,
  number: number,
  text: string,
  directive: Directive,
  marked: boolean,
): Promise<ProgramLine> {
  const { around } = loading
  const keyword = marked ? null : knownKeyword(directive.keyword, around)
  const base = { number, text, directive, keyword, values: [], includes: [] }
  if (marked) {
    return {
      ...base,
      fault: 'An invisible byte order mark stands before it, which ssh takes for a letter.',
    }
  }
  const general = generalFault(directive)
  if (general !== null) return { ...base, fault: general }
  if (keyword === null) return { ...base, fault: unknownKeyword(directive.keyword, around) }
  if (keyword.kind === 'block') return { ...base, fault: blockFault(keyword, directive, around) }
  if (keyword.kind === 'include') return readInclude(loading, file, base)
  const read = readValues(keyword, directive, around.env)
  return 'fault' in read
    ? { ...base, fault: read.fault }
    : { ...base, fault: null, values: read.values }
}

async function readInclude(
  loading: Loading,
  file: ProgramFile,
  base: Omit<ProgramLine, 'fault'>,
): Promise<ProgramLine> {
  const words = base.directive.words.map(({ value }) => value)
  if (words.includes('')) return { ...base, fault: 'One of the paths of Include is empty.' }
  if (file.system && words.some((word) => word.startsWith('~'))) {
    return { ...base, fault: 'The config of the whole computer cannot include files of a home.' }
  }
  const includes: ProgramFile[] = []
  for (const path of await resolveIncludes(base.directive, loading.around)) {
    includes.push(await loadFile(loading, path, file))
  }
  const closed = includes.find(({ problem }) => problem?.code === 'config-failed')
  return {
    ...base,
    includes,
    fault: closed === undefined ? null : `ssh cannot open ${closed.path}, which it includes.`,
  }
}

function knownKeyword(word: string, { sshVersion, platform }: Surroundings): Keyword | null {
  const keyword = keywordOf(word)
  if (keyword === null) return null
  if ((keyword.since ?? 0) > (sshVersion ?? NEWEST)) return null
  return keyword.platform === undefined || keyword.platform === platform ? keyword : null
}

function generalFault({ fault }: Directive): string | null {
  if (fault === 'no-argument') return 'There is nothing after the keyword.'
  if (fault === 'quotes') return 'A quote is opened and not closed.'
  return null
}

function unknownKeyword(word: string, around: Surroundings): string {
  const keyword = keywordOf(word)
  if (keyword?.platform !== undefined) {
    return `Only the ssh of macOS knows ${keyword.name}. “IgnoreUnknown ${keyword.name}” above it makes other versions pass over it.`
  }
  if (keyword?.since !== undefined) {
    return `This ssh is version ${around.sshVersion?.toFixed(1)} and does not know ${keyword.name}; OpenSSH ${keyword.since.toFixed(1)} does.`
  }
  return 'ssh does not know this keyword.'
}

function blockFault(keyword: Keyword, directive: Directive, around: Surroundings): string | null {
  if (keyword.name === 'Match') {
    const read = readMatchLine(directive, around.sshVersion ?? NEWEST)
    return 'fault' in read ? read.fault : null
  }
  return directive.words.some(({ value }) => value === '')
    ? 'One of the names of Host is empty.'
    : null
}
