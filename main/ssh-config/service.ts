/** The reading methods of `sshConfig.*`. */

import type { CallContext } from '../contract/dispatch.ts'
import { AppError } from '../contract/errors.ts'
import type {
  ConfigFinding,
  ConfirmPrompt,
  EffectiveConfig,
  EffectiveParams,
  Finding,
  KeyPair,
  SshConfigReport,
  SystemInfo,
} from '../contract/methods.ts'
import type { Paths } from '../storage/index.ts'
import { auditConfig } from './audit/audit.ts'
import { auditContext, type SavedTarget } from './audit/context.ts'
import { evaluate } from './effective/evaluate.ts'
import { loadProgram, type Program } from './effective/program.ts'
import { describe, readDestination, systemConfigOf } from './effective/read-effective.ts'
import { configArgument } from './effective/run-ssh.ts'
import { effectiveBySsh } from './effective/with-ssh.ts'
import { makeReport, matchExecPlaces } from './read-report.ts'
import { refusedHost, refusedUser } from './refused-characters.ts'
import { type Surroundings, surroundingsOf } from './surroundings.ts'

export interface SshConfigService {
  read(): Promise<SshConfigReport>
  /**
   * @throws {AppError} `declined` when the person does not let ssh run the programs that the config
   *   names; `not-found` when ssh is to answer and there is none; `unsupported` when it refuses
   */
  effective(
    params: EffectiveParams,
    context: Pick<CallContext, 'confirm' | 'signal'>,
  ): Promise<EffectiveConfig>
  audit(): Promise<readonly ConfigFinding[]>
}

export interface SshConfigOptions {
  readonly paths: Paths
  readonly sshClient: () => Promise<SystemInfo['sshClient']>
  /** What the permissions service finds, about keys and configs. */
  readonly permissions: () => Promise<readonly Finding[]>
  readonly keys: () => Promise<readonly KeyPair[]>
  /** Ids of the keys that the agent holds. */
  readonly agentKeyIds: () => Promise<readonly string[]>
  /** Saved connections that have an entry in the config. */
  readonly saved?: () => Promise<readonly SavedTarget[]>
  /** For tests: another account, environment, or config of the computer. */
  readonly around?: Surroundings
}

export function createSshConfigService(options: SshConfigOptions): SshConfigService {
  const { paths } = options
  const load = async () => {
    const around = await surroundings(options)
    return { around, program: await loadProgram(around, systemConfigOf(around)) }
  }
  return {
    async read() {
      const { around, program } = await load()
      return makeReport(paths, program, around)
    },
    async effective(params, context) {
      const { around, program } = await load()
      if (params.runMatchExec === true) return bySsh(options, params, around, context)
      const query = readDestination(params)
      return describe(program, query, evaluate(program, query, around), around)
    },
    async audit() {
      const { around, program } = await load()
      const [permissions, keys, agentKeyIds, saved, sshClient] = await Promise.all([
        orNone(options.permissions),
        orNone(options.keys),
        orNone(options.agentKeyIds),
        orNone(options.saved ?? (async () => [])),
        options.sshClient(),
      ])
      const facts = { permissions, keys, agentKeyIds, saved, sshClient }
      return auditConfig(auditContext(paths, program, around, facts))
    },
  }
}

/** A service that cannot answer is no reason not to look at the rest. */
async function orNone<T>(ask: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}

/** Which keywords there are depends on the ssh that will read the config. */
async function surroundings(options: SshConfigOptions): Promise<Surroundings> {
  const around = options.around ?? surroundingsOf(options.paths)
  if (around.sshVersion !== undefined) return around
  const client = await options.sshClient()
  const version = /(\d+\.\d+)/.exec(client?.version ?? '')?.[1]
  return version === undefined ? around : { ...around, sshVersion: Number(version) }
}

async function bySsh(
  options: SshConfigOptions,
  params: EffectiveParams,
  around: Surroundings,
  { confirm, signal }: Pick<CallContext, 'confirm' | 'signal'>,
): Promise<EffectiveConfig> {
  const client = await options.sshClient()
  if (client === null) {
    throw new AppError(
      'not-found',
      'There is no ssh program on this computer that could be asked. Keypilot shows its own reading of the config instead.',
    )
  }
  const query = readDestination(params)
  if (refusedHost(query.host) !== null || refusedUser(query.user ?? 'x') !== null) {
    throw new AppError('invalid-value', 'ssh refuses this name because of a character in it.')
  }
  // With a file named on its command line, ssh does not read the computer's config.
  const system = configArgument(around) === null ? systemConfigOf(around) : null
  const program = await loadProgram(around, system)
  const programs = programsOf(program)
  if (programs.length > 0 && !(await confirm(programsPrompt(programs)))) {
    throw new AppError('declined', 'Nothing was run. What depends on programs stays unknown.')
  }
  return effectiveBySsh({ ssh: client.path, program, query, around, signal })
}

function programsOf(program: Program): readonly string[] {
  return matchExecPlaces(program).map(({ file, line }) => {
    const found = program.files.find(({ path }) => path === file)
    return `${file} line ${line}: ${found?.lines[line - 1]?.text.trim() ?? ''}`
  })
}

function programsPrompt(programs: readonly string[]): ConfirmPrompt {
  return {
    title: 'Let ssh run the programs that the config names?',
    detail: [
      'To tell what these lines come to, ssh runs the programs in them, as it does at every connection:',
      ...programs,
      'Agree only if you know these lines.',
    ].join('\n'),
    action: 'Run them',
  }
}
