/**
 * `sshConfig.effective` as ssh itself answers, still with the line behind each setting: what ssh
 * prints tells which of the blocks that depend on a program have matched.
 */

import { AppError } from '../../contract/errors.ts'
import type { EffectiveConfig, EffectiveSetting } from '../../contract/methods.ts'
import { expandForHost, type HostTokens } from '../expand.ts'
import type { Surroundings } from '../surroundings.ts'
import { type Evaluation, evaluate, type Query } from './evaluate.ts'
import { keywordOf } from './keywords.ts'
import { isCompared, printedSettings } from './printed.ts'
import type { Program, ProgramBlock } from './program.ts'
import { describe } from './read-effective.ts'
import { askSsh, configArgument, type SshAnswer } from './run-ssh.ts'

/** Criteria that only ssh can judge. */
const NEEDS_SSH: ReadonlySet<string> = new Set([
  ...['exec', 'localnetwork', 'command', 'version', 'sessiontype'],
])

/** With more blocks that depend on programs, their truth is not searched for. */
const MAX_GUESSED_BLOCKS = 8

export interface SshQuestion {
  /** Absolute path of ssh. */
  readonly ssh: string
  readonly program: Program
  readonly query: Query
  readonly around: Surroundings
  readonly signal?: AbortSignal
}

/** @throws {AppError} `unsupported` with ssh's own words when it refuses the config */
export async function effectiveBySsh(question: SshQuestion): Promise<EffectiveConfig> {
  const { ssh, program, query, around, signal } = question
  const answer = await askSsh(ssh, configArgument(around), query, signal)
  if (!answer.ok) {
    throw new AppError(
      'unsupported',
      `ssh refuses this. Its own words: ${answer.stderr.trim() || 'none'}`,
    )
  }
  const empty = await askSsh(ssh, 'none', { host: query.host }, signal)
  const { evaluation, explained } = explain(program, query, around, answer, empty)
  const described = describe(program, query, evaluation, around)
  const value = (keyword: string) => answer.printed.get(keyword)?.[0]
  return {
    ...described,
    hostName: value('hostname') ?? described.hostName,
    user: value('user') ?? described.user,
    port: Number(value('port') ?? described.port),
    identitiesOnly: value('identitiesonly') === 'yes',
    proxyJump: value('proxyjump') ?? null,
    proxyCommand: value('proxycommand') ?? null,
    hostKeyAlias: value('hostkeyalias') ?? null,
    settings: explained ? described.settings : asAnswered(described.settings, answer, empty),
    source: 'ssh',
  }
}

/** The evaluation that comes to what ssh printed. */
function explain(
  program: Program,
  query: Query,
  around: Surroundings,
  answer: SshAnswer,
  empty: SshAnswer,
): { readonly evaluation: Evaluation; readonly explained: boolean } {
  const plain = evaluate(program, query, around)
  const open = plain.blocks
    .filter(({ block }) => block.criteria.some(({ name }) => NEEDS_SSH.has(name)))
    .filter(({ matched }) => matched === 'unknown')
    .map(({ block }) => block)
    .slice(0, MAX_GUESSED_BLOCKS)
  const expected = different(answer.printed, empty)
  const fitting = assignments(open).filter((assume) => {
    const found = evaluate(program, query, around, { assume })
    return expected === different(printedBy(found, query, around, answer), empty)
  })
  const assume = new Map(
    open.flatMap((block) => {
      const truths = new Set(fitting.map((one) => one.get(block)))
      // Where both fit, what ssh printed does not tell.
      return truths.size === 1 ? [[block, truths.has(true)] as const] : []
    }),
  )
  return {
    evaluation: fitting.length > 0 ? evaluate(program, query, around, { assume }) : plain,
    explained: fitting.length > 0,
  }
}

function assignments(
  blocks: readonly ProgramBlock[],
): readonly ReadonlyMap<ProgramBlock, boolean>[] {
  return Array.from(
    { length: 2 ** blocks.length },
    (_, bits) => new Map(blocks.map((block, index) => [block, (bits & (1 << index)) !== 0])),
  )
}

function printedBy(
  evaluation: Evaluation,
  query: Query,
  around: Surroundings,
  { printed }: SshAnswer,
): ReadonlyMap<string, readonly string[]> {
  const { options, hostName } = evaluation
  const user = query.user ?? options.first('user').value?.text ?? around.user?.name ?? ''
  const port = query.port ?? Number(options.first('port').value?.printed ?? 22)
  const alias = options.first('hostkeyalias').value?.text.toLowerCase() ?? null
  const tokens: HostTokens = {
    ...{ host: hostName.value, originalHost: query.host, user, port, alias },
  }
  const settings = printedSettings(evaluation, (path) => expandForHost(path, around, tokens))
  // ssh completes names with DNS, which is not asked here.
  const name = evaluation.asksDns ? (printed.get('hostname') ?? []) : [hostName.value]
  return new Map([...settings, ['hostname', name], ['user', [user]], ['port', [String(port)]]])
}

/** What differs from an empty config, as one text. */
function different(printed: ReadonlyMap<string, readonly string[]>, empty: SshAnswer): string {
  const parts = [...printed]
    .filter(([keyword]) => isCompared(keyword) && !DERIVED.has(keyword))
    .filter(([keyword, values]) => String(values) !== String(empty.printed.get(keyword)))
    .map(([keyword, values]) => `${keyword} ${values.join('\0')}`)
  return parts.toSorted().join('\n')
}

/** `host` is what was typed; the other's default depends on BatchMode. */
const DERIVED: ReadonlySet<string> = new Set(['host', 'serveraliveinterval'])

/** Where no reading of ours comes to what ssh printed, its values are shown as they are. */
function asAnswered(
  settings: readonly EffectiveSetting[],
  answer: SshAnswer,
  empty: SshAnswer,
): readonly EffectiveSetting[] {
  const certain = settings.filter(({ state }) => state !== 'unknown')
  const known = new Set(certain.map(({ keyword }) => keyword.toLowerCase()))
  const others = [...answer.printed].filter(
    ([keyword, values]) =>
      !known.has(keyword) &&
      keywordOf(keyword) !== null &&
      String(values) !== String(empty.printed.get(keyword)),
  )
  return [
    ...certain,
    ...others.flatMap(([keyword, values]) =>
      values.map((value) => ({
        keyword: keywordOf(keyword)?.name ?? keyword,
        ...{ value, file: null, line: null, state: 'applies' as const },
      })),
    ),
  ]
}
