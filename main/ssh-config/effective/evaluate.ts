/** What a config means for one host: a walk over its blocks, once or twice, as ssh does it (ssh.c). */

import { shownValue } from '../document.ts'
import { MAX_INCLUDE_DEPTH } from '../include.ts'
import type { Surroundings } from '../surroundings.ts'
import { canonicalAddress } from './address.ts'
import { relevantBlocks } from './block-index.ts'
import { evaluateMatch, type MatchFacts } from './match-line.ts'
import { createOptions, type Options } from './options.ts'
import { asciiLower, matchesPattern, matchesPatternList } from './patterns.ts'
import type { Program, ProgramBlock, ProgramFile, ProgramLine } from './program.ts'

export interface Query {
  readonly host: string
  readonly user?: string
  readonly port?: number
}

export interface FoundBlock {
  readonly file: ProgramFile
  readonly block: ProgramBlock
  matched: boolean | 'unknown'
  why: string
}

export interface Evaluation {
  readonly options: Options
  /** In the order in which ssh reads them. */
  readonly blocks: readonly FoundBlock[]
  readonly faults: readonly {
    readonly file: ProgramFile
    readonly line: ProgramLine
    readonly fault: string
  }[]
  /** Files that lead back to themselves, or lie too deep. */
  readonly loops: readonly ProgramFile[]
  /** What ssh connects to; with `certain` false a program may decide otherwise. */
  readonly hostName: { readonly value: string; readonly certain: boolean }
  /** Looking names up in DNS could lead to another name. */
  readonly asksDns: boolean
}

export interface EvaluateOptions {
  /** Answers for blocks that depend on a program. */
  readonly assume?: ReadonlyMap<ProgramBlock, boolean>
  /** Leaves blocks out that plainly do not match, so that thousands of hosts can be evaluated. */
  readonly onlyRelevant?: boolean
}

interface Walk {
  readonly query: Query
  readonly around: Surroundings
  readonly settings: EvaluateOptions
  readonly options: Options
  readonly blocks: Map<string, FoundBlock>
  readonly faults: Map<ProgramLine, Evaluation['faults'][number]>
  readonly loops: Set<ProgramFile>
  /** What `Host` patterns are compared with. */
  host: string
  isFinalPass: boolean
  wantsFinalPass: boolean
  visits: number
}

/** Files that include each other many times over are read no more often than this. */
const MAX_VISITS = 2_000

export function evaluate(
  program: Program,
  query: Query,
  around: Surroundings,
  settings: EvaluateOptions = {},
): Evaluation {
  const walk: Walk = {
    ...{ query, around, settings, options: createOptions() },
    ...{ blocks: new Map(), faults: new Map(), loops: new Set() },
    ...{ host: query.host, isFinalPass: false, wantsFinalPass: false, visits: 0 },
  }
  if (query.user !== undefined) walk.options.claim('user')
  if (query.port !== undefined) walk.options.claim('port')
  for (const root of program.roots) visit(walk, root, true, 0)
  const hostName = hostNameOf(walk)
  const canonicalize = walk.options.first('canonicalizehostname').value?.printed ?? 'false'
  const asksDns = canonicalize !== 'false' && mayAskDns(walk, hostName.value)
  if (walk.wantsFinalPass || canonicalize !== 'false') {
    walk.host = hostName.value
    walk.isFinalPass = true
    for (const keyword of SETTLED) walk.options.claim(keyword)
    for (const root of program.roots) visit(walk, root, true, 0)
  }
  return {
    ...{ options: walk.options, hostName, asksDns },
    ...{ blocks: [...walk.blocks.values()], faults: [...walk.faults.values()] },
    loops: [...walk.loops],
  }
}

/** What the first pass has decided, even where no line says it (ssh.c, main). */
const SETTLED = [
  'hostname',
  'canonicalizehostname',
  'canonicalizemaxdots',
  'canonicalizefallbacklocal',
]

/** After `HostName`, in lower case, addresses in their usual form. */
function hostNameOf({ options, query }: Walk): Evaluation['hostName'] {
  const { value, certain } = options.first('hostname')
  const name = value === null ? query.host : expandHostName(value.text, query.host)
  return { value: canonicalAddress(name) ?? asciiLower(name), certain }
}

function expandHostName(value: string, host: string): string {
  return value.replace(/%([%h])/g, (_whole, letter) => (letter === 'h' ? host : '%'))
}

function mayAskDns({ options }: Walk, hostName: string): boolean {
  if (canonicalAddress(hostName) !== null) return false
  const domains = options.first('canonicaldomains').value?.text ?? ''
  return hostName.endsWith('.') || (domains !== '' && domains.toLowerCase() !== 'none')
}

function visit(walk: Walk, file: ProgramFile, active: boolean | 'unknown', depth: number): void {
  if (depth > MAX_INCLUDE_DEPTH) {
    walk.loops.add(file)
    return
  }
  if (++walk.visits > MAX_VISITS) return
  const { onlyRelevant } = walk.settings
  for (const block of onlyRelevant ? relevantBlocks(file, walk.host) : file.blocks) {
    const inside = block.opener === null ? active : enter(walk, file, block, active)
    if (inside === false && !block.alwaysMatters) continue
    for (const line of block.lines) readLine(walk, file, line, inside, depth)
  }
}

function readLine(
  walk: Walk,
  file: ProgramFile,
  line: ProgramLine,
  active: boolean | 'unknown',
  depth: number,
): void {
  const { keyword, fault } = line
  // At a loop ssh gives up: to follow it again from every line would take the square of their number.
  const includes = walk.loops.size === 0 ? line.includes : []
  if (fault !== null && (keyword !== null || !isIgnored(walk, line))) {
    walk.faults.set(line, { file, line, fault })
  }
  for (const included of includes) {
    if (included.exists && (included.problem === null || included.lines.length > 0)) {
      visit(walk, included, active, depth + 1)
    }
  }
  if (active !== false && fault === null) walk.options.add(file, line, active)
}

/** Whether an `IgnoreUnknown` that applies names the keyword. */
function isIgnored({ options }: Walk, { directive }: ProgramLine): boolean {
  const list = options.first('ignoreunknown').value?.text
  return list !== undefined && matchesPatternList(directive.keyword, list, true)
}

function enter(
  walk: Walk,
  file: ProgramFile,
  block: ProgramBlock,
  active: boolean | 'unknown',
): boolean | 'unknown' {
  const { opener } = block
  if (opener !== null && opener.fault !== null)
    walk.faults.set(opener, { file, line: opener, fault: opener.fault })
  const own = judge(walk, block)
  const assumed = own.matched === 'unknown' ? walk.settings.assume?.get(block) : undefined
  const judged = assumed === undefined ? own : { matched: assumed, why: ASSUMED[`${assumed}`] }
  const matched =
    active === false || judged.matched === false
      ? false
      : active === 'unknown'
        ? 'unknown'
        : judged.matched
  const why = active === false ? OUTSIDE : judged.why
  note(walk, { file, block, matched, why })
  return matched
}

const OUTSIDE = 'Its file is included in a block that does not match.'
const ASSUMED = {
  true: 'ssh ran the program, and the block holds.',
  false: 'ssh ran the program, and the block does not hold.',
} as const

function judge(walk: Walk, block: ProgramBlock): { matched: boolean | 'unknown'; why: string } {
  if (block.criteria.length === 0) return judgeHost(block.patterns, walk.host)
  const result = evaluateMatch(block.criteria, factsOf(walk))
  if (result.wantsFinalPass) walk.wantsFinalPass = true
  return result
}

function judgeHost(patterns: readonly string[], host: string): { matched: boolean; why: string } {
  let by: string | null = null
  for (const pattern of patterns) {
    const negated = pattern.startsWith('!')
    if (!matchesPattern(negated ? pattern.slice(1) : pattern, host)) continue
    if (negated)
      return { matched: false, why: `“${shownValue(pattern)}” takes ${shownValue(host)} out.` }
    by ??= pattern
  }
  const name = shownValue(host)
  if (by === null) return { matched: false, why: `None of its names is ${name}.` }
  const why = by === host ? `It names ${name}.` : `“${shownValue(by)}” matches ${name}.`
  return { matched: true, why }
}

function factsOf({ options, query, around, host, isFinalPass }: Walk): MatchFacts {
  const known = (keyword: string, otherwise: string) => {
    const { value, certain } = options.first(keyword)
    return certain ? (value?.text ?? otherwise) : null
  }
  const hostName = known('hostname', query.host)
  return {
    host: isFinalPass ? host : hostName === null ? null : expandHostName(hostName, query.host),
    originalHost: query.host,
    user: query.user ?? known('user', around.user?.name ?? ''),
    localUser: around.user?.name ?? null,
    tag: known('tag', ''),
    isFinalPass,
  }
}

/** In the second pass a block may match that did not in the first. */
function note({ blocks }: Walk, found: FoundBlock): void {
  const key = `${found.file.system}\0${found.file.path}\0${found.block.index}`
  const before = blocks.get(key)
  if (before === undefined) blocks.set(key, found)
  else if (before.matched === false || found.matched === true) Object.assign(before, found)
}
