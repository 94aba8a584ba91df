/** `sshConfig.read`: every line of the config with what it is to ssh, and the hosts it names. */

import type { ConfigFileView, ConfigLineView, SshConfigReport } from '../contract/methods.ts'
import type { Paths } from '../storage/index.ts'
import { type ConfigLine, readableValue } from './document.ts'
import { type Evaluation, evaluate } from './effective/evaluate.ts'
import type { Program, ProgramFile } from './effective/program.ts'
import { fileProblem } from './file-problems.ts'
import { configHosts, namedBlocks } from './hosts.ts'
import { managedConfigPath } from './managed-path.ts'
import type { Surroundings } from './surroundings.ts'

/** A page shows no more, and nobody reads more. */
const MAX_LINES = 20_000

/**
 * An address for documentation: no block is for it alone, and ssh asks no DNS about it. What is
 * wrong for it is wrong for every host.
 */
export const ANY_HOST = '192.0.2.1'

/** Reasons by line number. */
export type Faults = ReadonlyMap<ProgramFile, ReadonlyMap<number, string>>

/** The lines that make ssh refuse the config, whichever host is meant. */
export function faultsOf({ faults: found }: Pick<Evaluation, 'faults'>): Faults {
  const faults = new Map<ProgramFile, Map<number, string>>()
  for (const { file, line, fault } of found) {
    const known = faults.get(file)
    if (known === undefined) faults.set(file, new Map([[line.number, fault]]))
    else known.set(line.number, fault)
  }
  return faults
}

export function makeReport(paths: Paths, program: Program, around: Surroundings): SshConfigReport {
  const managedPath = managedConfigPath(paths)
  const evaluation = evaluate(program, { host: ANY_HOST }, around)
  const faults = faultsOf(evaluation)
  const { loops } = evaluation
  const own = program.files.filter(({ system }) => !system)
  const isManaged = ({ path }: ProgramFile) => path === managedPath
  return {
    files: own.map((file) => viewOf(file, faults.get(file), isManaged(file), loops.includes(file))),
    hosts: configHosts(program, managedPath),
    managed: {
      path: managedPath,
      included: own.some((file) => isManaged(file) && file.exists),
      entries: namedBlocks(program).filter(({ file }) => isManaged(file)).length,
    },
    matchExec: matchExecPlaces(program),
  }
}

/** Of every file, the computer's too: ssh runs the programs of all of them. */
export function matchExecPlaces({ files }: Program): SshConfigReport['matchExec'] {
  return files.flatMap(({ path, blocks }) =>
    blocks.flatMap(({ opener, criteria }) =>
      opener !== null && criteria.some(({ name }) => name === 'exec')
        ? [{ file: path, line: opener.number }]
        : [],
    ),
  )
}

function viewOf(
  file: ProgramFile,
  faults: ReadonlyMap<number, string> | undefined,
  managed: boolean,
  isLoop: boolean,
): ConfigFileView {
  const { path, kind, exists, lines } = file
  return {
    ...{ path, kind, managed, exists },
    lines: lines
      .slice(0, MAX_LINES)
      .map((line) => lineView(line, faults?.get(line.number) ?? null)),
    truncated: lines.length > MAX_LINES,
    problem: file.problem ?? (isLoop ? fileProblem('include-loop', kind) : null),
  }
}

function lineView(line: ConfigLine, fault: string | null): ConfigLineView {
  return { number: line.number, text: readableValue(line.text), kind: kindOf(line, fault), fault }
}

function kindOf({ text, directive }: ConfigLine, fault: string | null): ConfigLineView['kind'] {
  if (fault !== null) return 'faulty'
  if (directive === null) return text.trim() === '' ? 'blank' : 'comment'
  const { keyword } = directive
  return keyword === 'host' || keyword === 'match' || keyword === 'include' ? keyword : 'setting'
}
