/** What the checks of `sshConfig.audit` work with. */

import { createHash } from 'node:crypto'
import type {
  ConfigFinding,
  Finding,
  Fix,
  KeyPair,
  Severity,
  SystemInfo,
} from '../../contract/methods.ts'
import type { Paths } from '../../storage/index.ts'
import { readableValue } from '../document.ts'
import { type Evaluation, evaluate } from '../effective/evaluate.ts'
import type { Program, ProgramFile } from '../effective/program.ts'
import { type NamedBlock, namedBlocks } from '../hosts.ts'
import type { Surroundings } from '../surroundings.ts'

/** What is known about a host from elsewhere: a saved connection with an alias. */
export interface SavedTarget {
  readonly alias: string
  readonly host: string
  readonly port: number
  /** Id of the key that the server accepted in the last test; null when there was none. */
  readonly acceptedKeyId: string | null
}

/** Facts that other services know. Each may fail without the audit failing. */
export interface AuditFacts {
  readonly permissions: readonly Finding[]
  readonly keys: readonly KeyPair[]
  /** Ids of the keys that the agent holds. */
  readonly agentKeyIds: readonly string[]
  readonly saved: readonly SavedTarget[]
  readonly sshClient: SystemInfo['sshClient']
}

export interface AuditContext {
  readonly paths: Paths
  readonly program: Program
  readonly around: Surroundings
  readonly facts: AuditFacts
  /** Every name in every `Host` line. */
  readonly named: readonly NamedBlock[]
  /** By alias, in the order of the config. */
  readonly aliases: ReadonlyMap<string, Alias>
}

export interface Alias {
  readonly alias: string
  readonly blocks: readonly NamedBlock[]
  readonly evaluation: Evaluation
}

export function auditContext(
  paths: Paths,
  program: Program,
  around: Surroundings,
  facts: AuditFacts,
): AuditContext {
  const named = namedBlocks(program)
  const blocks = new Map<string, NamedBlock[]>()
  for (const one of named) {
    const known = blocks.get(one.alias)
    if (known === undefined) blocks.set(one.alias, [one])
    else known.push(one)
  }
  const aliases = new Map(
    [...blocks].map(([alias, its]): [string, Alias] => {
      const evaluation = evaluate(program, { host: alias }, around, { onlyRelevant: true })
      return [alias, { alias, blocks: its, evaluation }]
    }),
  )
  return { paths, program, around, facts, named, aliases }
}

export interface FindingText {
  readonly code: string
  readonly severity: Severity
  readonly title: string
  readonly detail: string
  readonly fixable: boolean
  readonly fix?: Fix
}

/** `line`: null when it is about the file. `alias`: one character per byte. */
export function makeFinding(
  { path }: Pick<ProgramFile, 'path'>,
  line: number | null,
  alias: string | null,
  text: FindingText,
): ConfigFinding {
  const place = `${path}\0${line}\0${alias}`
  const hash = createHash('sha256').update(place).digest('hex').slice(0, 24)
  return {
    id: `${text.code}-${hash}`,
    ...{ file: path, line, alias: alias === null ? null : readableValue(alias) },
    ...text,
  }
}
