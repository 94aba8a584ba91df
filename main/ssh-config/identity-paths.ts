/** Makes the identity lines of a config follow a key that was renamed or moved. */

import { AppError } from '../contract/errors.ts'
import type { Paths } from '../storage/index.ts'
import { IDENTITY_KEYWORDS } from './config-tree.ts'
import { decodeValue, parseDocument, printDocument, replaceWord } from './document.ts'
import { expandIdentityPath } from './expand.ts'
import { pathsOf, type Surroundings, surroundingsOf } from './surroundings.ts'

export interface IdentityPathChange {
  /** From 1. */
  readonly line: number
  /** Absolute paths. */
  readonly from: string
  readonly to: string
}

/**
 * The bytes of one config file with the paths of these lines replaced, in the style they were
 * written: what stood before the file's name stays (`~/`, `%d/`, `${VAR}/`), and so do the quotes.
 * Every other byte is the same.
 *
 * @throws {AppError} `changed-meanwhile` when a line does not name `from`; `unsupported` when no
 *   config line can hold the new path
 */
export function replaceIdentityPaths(
  paths: Paths,
  data: Buffer,
  changes: readonly IdentityPathChange[],
  around: Surroundings = surroundingsOf(paths),
): Buffer {
  const lines = [...parseDocument(data).lines]
  for (const { line: number, from, to } of changes) {
    const line = lines[number - 1]
    const [word, ...more] = line?.directive?.words ?? []
    const keyword = line?.directive?.keyword ?? ''
    const value = word === undefined || more.length > 0 ? null : decodeValue(word.value)
    const names = IDENTITY_KEYWORDS.has(keyword) && value !== null && means(value, from, around)
    if (!names || !line || !word) throw changed(number, from)
    lines[number - 1] = replaceWord(line, word, written(to, value, from, around))
  }
  return printDocument({ lines })
}

function means(value: string, path: string, around: Surroundings): boolean {
  const meant = expandIdentityPath(value, around)
  return meant !== null && same(meant, path, around)
}

function same(a: string, b: string, around: Surroundings): boolean {
  const { normalize } = pathsOf(around)
  const [one, other] = [normalize(a), normalize(b)]
  return around.platform === 'win32' ? one.toLowerCase() === other.toLowerCase() : one === other
}

/** The new path as a value, the old value's way of writing it kept as far as it goes. */
function written(to: string, old: string, from: string, around: Surroundings): string {
  if (/[\r\n\0]|\$\{/.test(to)) throw unwritable(to)
  const { dirname, basename, relative, isAbsolute } = pathsOf(around)
  const windows = around.platform === 'win32'
  const slash = windows && !old.includes('/') ? '\\' : '/'
  const escaped = (path: string) => {
    const text = path.replaceAll('%', '%%')
    return windows ? text.replaceAll(/[/\\]/g, slash) : text
  }
  if (same(dirname(to), dirname(from), around)) {
    const nameAt = Math.max(old.lastIndexOf('/'), windows ? old.lastIndexOf('\\') : -1) + 1
    const candidate = old.slice(0, nameAt) + escaped(basename(to))
    if (means(candidate, to, around)) return candidate
  }
  const [homeMark] = /^(?:~|%d|\$\{(?:HOME|USERPROFILE)\})(?=[/\\])/.exec(old) ?? []
  const below = relative(around.home, to)
  const candidate = `${homeMark}${slash}${escaped(below)}`
  const inHome = homeMark !== undefined && !below.startsWith('..') && !isAbsolute(below)
  if (inHome && means(candidate, to, around)) return candidate
  return escaped(to)
}

function changed(line: number, path: string): AppError {
  return new AppError(
    'changed-meanwhile',
    `Line ${line} of the ssh config does not name ${path} any more. Nothing was changed; look at it again and start over.`,
  )
}

function unwritable(path: string): AppError {
  return new AppError(
    'unsupported',
    `The ssh config cannot hold the path ${path}: it has a line break or \${ in it. Choose another name.`,
  )
}
