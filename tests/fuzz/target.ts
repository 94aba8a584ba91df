/** One parser as the fuzzer sees it. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the person would be shown of a reading; it must hold no control characters. */
export type Shown = readonly string[]

export interface Target {
  readonly name: string
  readonly samples: readonly Buffer[]
  readonly tokens: readonly string[]
  /** The samples are JSON, and are also changed as values. */
  readonly json?: boolean
  /** In bytes, for the growth of the work; default 32,768. */
  readonly longest?: number
  /** An AppError is one of its answers; without this, it never throws at all. */
  readonly mayRefuse?: boolean
  /** Reads an input, and throws when what came of it does not hold together. */
  read(input: Buffer): Shown | Promise<Shown>
}

/** Reads `tests/vectors`. */
export type Vectors = (path: string) => Buffer

export function vectorsIn(root: string): Vectors {
  return (path) => readFileSync(join(root, 'tests/vectors', path))
}

export function fail(what: string): never {
  throw new Error(what)
}

/** The texts of what can be shown of problems. */
export function textsOf(
  problems: readonly { readonly title: string; readonly detail: string }[],
): Shown {
  return problems.flatMap(({ title, detail }) => [title, detail])
}
