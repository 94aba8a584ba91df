/** `connection.test`: from what a person has, a command or a place, to one verdict. */

import type { CallContext } from '../contract/dispatch.ts'
import { AppError } from '../contract/errors.ts'
import type { Target, TestConnectionParams, TestReport } from '../contract/methods.ts'
import type { KeyService } from '../keys/index.ts'
import type { KnownHosts } from '../known-hosts/index.ts'
import { judgeTarget, parseSshCommand } from '../ssh-command/index.ts'
import type { Log, Paths } from '../storage/index.ts'
import { startFacts } from './facts.ts'
import { DEFAULT_LIMITS, type Limits } from './limits.ts'
import { runTest } from './run-test.ts'

export interface ConnectionService {
  /**
   * Ends with a report, whatever the server does: every stage has a time limit.
   * @throws {AppError} `invalid-value` when there is no place to connect to; `cancelled`
   */
  test(
    params: TestConnectionParams,
    context: Pick<CallContext, 'signal' | 'progress'>,
  ): Promise<TestReport>
}

export interface ConnectionServiceOptions {
  readonly paths: Paths
  readonly keys: KeyService
  readonly knownHosts: KnownHosts
  readonly log: Log
  /** Replaces single time limits, for tests. */
  readonly limits?: Partial<Limits>
}

export function createConnectionService(options: ConnectionServiceOptions): ConnectionService {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  return {
    async test(params, context) {
      const { target, identityFile } = placeOf(params)
      const request = {
        key: {
          keyId: params.keyId,
          identityFile: params.identityFile,
          commandIdentityFile: identityFile,
        },
        passphrase: params.passphrase,
        untilBanner: params.until === 'banner',
      }
      const facts = startFacts(target, params.hostKeyPolicy)
      const report = await runTest(request, facts, { ...options, limits }, context)
      options.log.info('connection-tested', {
        verdict: report.verdict,
        cause: report.cause,
        kind: target.kind,
      })
      return report
    },
  }
}

function placeOf(params: TestConnectionParams): {
  readonly target: Target
  readonly identityFile: string | null
} {
  const { target, identityFile } =
    params.target === undefined
      ? readCommand(params.command ?? '')
      : { target: params.target, identityFile: null }
  const problem = judgeTarget(target)
  if (problem) throw new AppError('invalid-value', `${problem.title}. ${problem.detail}`)
  return { target, identityFile }
}

function readCommand(command: string) {
  const { target, identityFile, problems } = parseSshCommand(command)
  if (target !== null) return { target, identityFile }
  const problem = problems.find(({ severity }) => severity === 'error') ?? problems[0]
  const reason = problem ? `${problem.title}. ${problem.detail}` : 'It names no server.'
  throw new AppError('invalid-value', `This is no SSH command that can be tested. ${reason}`)
}
