/** File name patterns of `Include` lines, as glob(3) reads them: `*`, `?`, `[…]`, `\`. */

import { lstat, readdir } from 'node:fs/promises'
import { pathsOf, type Surroundings } from './surroundings.ts'

const MAX_MATCHES = 1_000
const MAGIC = /[*?[]/
/** An escaped character, a set, or one character; a `[` that is not closed stands for itself. */
const ELEMENT = /\\(.)|\[([!^]?)(\]?[^\]]*)\]|./gsu

/** Paths that exist and match an absolute pattern, in the order of their bytes. */
export async function glob(pattern: string, around: Surroundings): Promise<readonly string[]> {
  const windows = around.platform === 'win32'
  const slashed = windows ? pattern.replaceAll('\\', '/') : pattern
  const parts = slashed.split('/')
  // The first part is empty, or the drive; a network share has one slash more.
  let found: readonly string[] = [windows && slashed.startsWith('//') ? '/' : (parts[0] ?? '')]
  for (const part of parts.slice(1)) {
    if (part === '') continue
    found = MAGIC.test(part) ? await matching(found, part) : found.map((path) => join(path, part))
    if (found.length > MAX_MATCHES) found = found.slice(0, MAX_MATCHES)
  }
  const there = await Promise.all(found.map(exists))
  const { normalize } = pathsOf(around)
  return found.filter((_, index) => there[index]).map((path) => normalize(path))
}

function join(folder: string, part: string): string {
  return `${folder}/${part.replaceAll(/\\(.)/g, '$1')}`
}

async function matching(folders: readonly string[], part: string): Promise<readonly string[]> {
  const matches = matcher(part)
  const lists = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(`${folder}/`).catch(() => [])
      const fitting = names.filter((name) => matches(name))
      return fitting.map((name) => `${folder}/${name}`)
    }),
  )
  return lists.flat().sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

/** A leading dot is matched only by a dot. */
function matcher(part: string): (name: string) => boolean {
  const steps = compile(part)
  return (name) => (part.startsWith('.') || !name.startsWith('.')) && fits([...name], steps)
}

type Step = 'any-number' | ((character: string) => boolean)

function compile(part: string): readonly Step[] {
  const steps: Step[] = []
  for (const [whole, escaped, negated, members] of part.matchAll(ELEMENT)) {
    if (whole === '*') steps.push('any-number')
    else if (whole === '?') steps.push(() => true)
    else if (members === undefined) steps.push((one) => one === (escaped ?? whole))
    else steps.push((one) => isMember(one, [...members]) !== (negated !== ''))
  }
  return steps
}

/** In linear space and without backtracking into earlier stars: no pattern makes it slow. */
function fits(name: readonly string[], steps: readonly Step[]): boolean {
  let [at, step, starStep, starAt] = [0, 0, -1, 0]
  while (at < name.length) {
    const current = steps[step]
    if (current === 'any-number') {
      starStep = step++
      starAt = at
    } else if (current?.(name[at] ?? '')) {
      at++
      step++
    } else if (starStep >= 0) {
      step = starStep + 1
      at = ++starAt
    } else return false
  }
  return steps.slice(step).every((rest) => rest === 'any-number')
}

/** Whether a set such as `a-z_` names the character. */
function isMember(one: string, members: readonly string[]): boolean {
  for (let index = 0; index < members.length; index++) {
    const [from = '', dash, to] = members.slice(index, index + 3)
    if (dash === '-' && to !== undefined) {
      if (from <= one && one <= to) return true
      index += 2
    } else if (from === one) return true
  }
  return false
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
