/**
 * Proves a change before it happens: ssh must read the new config, and no host that the change is not
 * about may have other settings.
 */

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../../contract/errors.ts'
import type { Problem } from '../../../contract/methods.ts'
import { inParallel, type Paths, sweepWorkFolders, withWorkFolder } from '../../../storage/index.ts'
import type { ConfigLine } from '../../document.ts'
import { askSsh, isAskable } from './ask-ssh.ts'
import { type Comparison, compareBlocks } from './compare.ts'
import { type Expectation, refuseIfNotInForce, refuseIfOthersChange } from './expectation.ts'
import { flatten } from './flatten.ts'
import { type Mirror, writeMirror } from './mirror.ts'
import { matchExecNote, sshMissingNote, stillRefusedNote, unclearNote } from './notes.ts'
import { type Overrides, readTree, type Tree } from './read-tree.ts'

/** What a host's settings are, for a config whose folder is `paths.sshDir`; any JSON that can be compared. */
export type EffectiveReader = (paths: Paths, alias: string) => Promise<unknown>

export interface VerifyDeps {
  readonly paths: Paths
  /** Absolute path of ssh; null where there is none. */
  sshProgram(): Promise<string | null>
  /** A second opinion beside our own comparison and ssh's. */
  readonly readEffective?: EffectiveReader
}

export interface Change {
  readonly before: Overrides
  readonly after: Overrides
}

export interface Outcome {
  /** Whether the real ssh read the new config and agreed. */
  readonly verified: boolean
  readonly notes: readonly Problem[]
}

/** Hosts that ssh is asked about, beside the one that is edited; all are compared by our own reading. */
const SAMPLES = 20
const SAMPLES_OF_LARGE = 3
const LARGE_BYTES = 262_144
const AT_ONCE = 4

/** @throws {AppError} `verification-failed`; the message names the host and what would be different */
export async function verifyChange(
  deps: VerifyDeps,
  change: Change,
  expected: Expectation,
): Promise<Outcome> {
  const before = await readTree(deps.paths, change.before)
  const after = await readTree(deps.paths, change.after)
  const blocks = flatten(after)
  const comparison = compareBlocks(flatten(before), blocks)
  refuseIfOthersChange(comparison.changed, expected)
  refuseIfNotInForce(blocks, expected)
  const program = await deps.sshProgram()
  const reason = whyNotAsked(program, before, after)
  if (program === null || reason !== null) {
    return { verified: false, notes: [reason ?? sshMissingNote()] }
  }
  await sweepWorkFolders(deps.paths)
  return withWorkFolder(deps.paths, 'check', async (folder) => {
    const mirrors = {
      before: await mirrorIn(deps.paths, before, join(folder, 'before')),
      after: await mirrorIn(deps.paths, after, join(folder, 'after')),
    }
    return compareByReading(deps, program, mirrors, sampleOf(comparison, after), expected)
  })
}

/** `ssh -G` runs the programs of `Match exec`, so nobody asks it then. */
function whyNotAsked(program: string | null, before: Tree, after: Tree): Problem | null {
  if (program === null) return sshMissingNote()
  const exec = [...before.files.values(), ...after.files.values()].flatMap(({ path, document }) =>
    document.lines.filter(hasExec).map(({ number }) => ({ path, number })),
  )
  const [first] = exec
  if (first !== undefined) return matchExecNote(first.path, first.number)
  const [unclear] = after.unclear
  return unclear === undefined ? null : unclearNote(unclear)
}

function hasExec({ directive, text }: ConfigLine): boolean {
  if (directive?.keyword !== 'match') return false
  if (directive.fault !== null) return /exec/i.test(text)
  return directive.words.some(({ value }) => /^!?exec(?:=|$)/i.test(value))
}

async function mirrorIn(paths: Paths, tree: Tree, folder: string): Promise<Mirror> {
  await mkdir(folder, { mode: 0o700 })
  return writeMirror(paths, tree, folder)
}

interface Mirrors {
  readonly before: Mirror
  readonly after: Mirror
}

async function compareByReading(
  deps: VerifyDeps,
  program: string,
  { before, after }: Mirrors,
  sample: readonly string[],
  expected: Expectation,
): Promise<Outcome> {
  const first = expected.edited !== null && isAskable(expected.edited) ? expected.edited : sample[0]
  const answer = await askSsh(program, after.paths, first ?? 'localhost')
  if (!answer.accepted) {
    const old = await askSsh(program, before.paths, first ?? 'localhost')
    if (old.accepted) throw refused(after.inWords(answer.words), 'would refuse the new config')
    // The numbers of lines are those of the file as it is.
    const words = before.inWords(old.words)
    if (expected.mustBeAccepted) throw refused(words, REFUSED_ALREADY)
    return { verified: false, notes: [stillRefusedNote(after.inWords(answer.words))] }
  }
  const changed = await inParallel(sample, AT_ONCE, async (name) => {
    const [old, now] = await Promise.all([
      askSsh(program, before.paths, name),
      askSsh(program, after.paths, name),
    ])
    if (!now.accepted) return name
    // Nothing can be compared with a config that ssh refused as a whole.
    if (old.accepted && old.settings !== now.settings) return name
    return (await readsAlike(deps, { before, after }, name)) ? null : name
  })
  refuseIfOthersChange(
    changed.filter((name) => name !== null),
    expected,
  )
  return { verified: true, notes: [] }
}

async function readsAlike(
  { readEffective }: VerifyDeps,
  { before, after }: Mirrors,
  name: string,
): Promise<boolean> {
  if (readEffective === undefined) return true
  const [old, now] = await Promise.all([
    readEffective(before.paths, name),
    readEffective(after.paths, name),
  ])
  return before.inWords(JSON.stringify(old)) === after.inWords(JSON.stringify(now))
}

/** Hosts that must stay as they are, spread over all of them. */
function sampleOf({ names, changed }: Comparison, { files }: Tree): readonly string[] {
  const excluded = new Set(changed)
  const others = names.filter((name) => !excluded.has(name) && isAskable(name))
  let bytes = 0
  for (const { document } of files.values()) bytes += document.lines.length * 25
  const count = bytes > LARGE_BYTES ? SAMPLES_OF_LARGE : SAMPLES
  if (others.length <= count) return others
  const step = (others.length - 1) / (count - 1)
  return Array.from({ length: count }, (_, index) => others[Math.round(index * step)] ?? '')
}

const REFUSED_ALREADY = 'refuses the config as it is, so no entry would work. Repair that first'

function refused(words: string, what: string): AppError {
  return new AppError('verification-failed', `Nothing was changed: ssh ${what}. It says: ${words}`)
}
