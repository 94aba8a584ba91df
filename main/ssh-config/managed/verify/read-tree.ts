/** The config with every file it includes, as it is or as it would be after a change. */

import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { Paths } from '../../../storage/index.ts'
import { type ConfigDocument, decodeValue, parseDocument } from '../../document.ts'
import { expandTilde, expandTokens } from '../../expand.ts'
import { MAX_INCLUDE_DEPTH, resolveIncludes } from '../../include.ts'
import { readConfigFile } from '../../read-config-file.ts'
import { pathsOf, type Surroundings, surroundingsOf } from '../../surroundings.ts'
import type { Directive } from '../../words.ts'

/** Path → its bytes instead of those on the disk; null for a file that is not there. */
export type Overrides = ReadonlyMap<string, Buffer | null>

export interface TreeFile {
  readonly path: string
  readonly document: ConfigDocument
  /** By the index of the Include line: the files it names, or null when that cannot be known. */
  readonly includes: ReadonlyMap<number, readonly string[] | null>
}

export interface Tree {
  /** The person's config; null when there is none. */
  readonly root: string | null
  readonly files: ReadonlyMap<string, TreeFile>
  /** Why ssh could make something else of it: a loop, or a file that is not read here. */
  readonly unclear: readonly string[]
}

const MAX_FILES = 2_000

/** Never throws because of what the files say, and runs nothing. */
export async function readTree(
  paths: Paths,
  overrides: Overrides,
  around: Surroundings = surroundingsOf(paths),
): Promise<Tree> {
  const walk: Walk = { around, overrides: new Map(), files: new Map(), unclear: [], pending: [] }
  for (const [path, data] of overrides) walk.overrides.set(await canonical(path), data)
  const root = join(paths.sshDir, 'config')
  await readFiles(walk, root)
  return { root: walk.files.has(root) ? root : null, files: walk.files, unclear: walk.unclear }
}

interface Walk {
  readonly around: Surroundings
  readonly overrides: Map<string, Buffer | null>
  readonly files: Map<string, TreeFile>
  readonly unclear: string[]
  readonly pending: { readonly path: string; readonly depth: number }[]
}

async function readFiles(walk: Walk, root: string): Promise<void> {
  walk.pending.push({ path: root, depth: 0 })
  for (let next = walk.pending.shift(); next !== undefined; next = walk.pending.shift()) {
    const { path, depth } = next
    if (walk.files.has(path)) continue
    if (depth > MAX_INCLUDE_DEPTH || walk.files.size >= MAX_FILES) {
      walk.unclear.push(path)
      continue
    }
    const data = await bytesOf(walk, path)
    if (data === null) continue
    const document = parseDocument(data)
    const includes = await includesOf(walk, document)
    walk.files.set(path, { path, document, includes })
    for (const named of includes.values()) {
      for (const included of named ?? []) walk.pending.push({ path: included, depth: depth + 1 })
    }
  }
}

/** Null for a file that is not there, and for a folder: ssh passes over both. */
async function bytesOf(walk: Walk, path: string): Promise<Buffer | null> {
  const override = walk.overrides.get(await canonical(path))
  if (override !== undefined) return override
  const read = await readConfigFile(path)
  if (read.kind === 'data') return read.data
  if (read.kind !== 'missing' && read.kind !== 'directory') walk.unclear.push(path)
  return null
}

async function includesOf(
  walk: Walk,
  { lines }: ConfigDocument,
): Promise<ReadonlyMap<number, readonly string[] | null>> {
  const includes = new Map<number, readonly string[] | null>()
  for (const [index, { directive }] of lines.entries()) {
    if (directive?.keyword !== 'include' || directive.fault !== null) continue
    includes.set(index, await filesNamedBy(walk, directive))
  }
  return includes
}

/** The files that stand there, without those a change takes away and with those it makes. */
async function filesNamedBy(walk: Walk, directive: Directive): Promise<readonly string[] | null> {
  const named = namedPaths(directive, walk.around)
  if (named === null) return null
  const found: string[] = []
  for (const path of await resolveIncludes(directive, walk.around)) {
    if (walk.overrides.get(await canonical(path)) !== null) found.push(path)
  }
  for (const path of named) {
    const made = walk.overrides.get(await canonical(path)) ?? null
    if (made !== null && !found.includes(path)) found.push(path)
  }
  return found
}

/** The arguments of an Include line as absolute paths, patterns not resolved; null when unclear. */
export function namedPaths(
  { words }: Pick<Directive, 'words'>,
  around: Surroundings,
): readonly string[] | null {
  const { isAbsolute, join: joined, normalize } = pathsOf(around)
  const paths = words.map((word) => {
    const value = decodeValue(word.value)
    const expanded = value === null ? null : expandTokens(value, around)
    const path = expanded === null ? null : expandTilde(expanded, around)
    if (path === null || path === '') return null
    return normalize(isAbsolute(path) ? path : joined(around.sshDir, path))
  })
  return paths.includes(null) ? null : paths.filter((path) => path !== null)
}

async function canonical(path: string): Promise<string> {
  return realpath(path).catch(() => path)
}
