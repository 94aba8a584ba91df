/** `connection.test`: from what a person has, a command or a place, to one verdict. */

import { join } from 'node:path'
import type { CallContext } from '../contract/dispatch.ts'
import type { TestConnectionParams, TestReport } from '../contract/methods.ts'
import type { KeyService } from '../keys/index.ts'
import type { KnownHosts } from '../known-hosts/index.ts'
import type { Log, Paths } from '../storage/index.ts'
import { agentAddress } from '../system/agent.ts'
import type { ClientStage } from './client-stage.ts'
import { startFacts } from './facts.ts'
import { DEFAULT_LIMITS, type Limits } from './limits.ts'
import type { OutsideFacts } from './outside-facts.ts'
import { type Place, placeOf } from './place.ts'
import { runTest, type TestRequest } from './run-test.ts'

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

export interface ConnectionServiceOptions extends OutsideFacts {
  readonly paths: Paths
  readonly keys: KeyService
  readonly knownHosts: KnownHosts
  readonly log: Log
  /** Runs the system's own ssh; without it the stage `client` does not exist. */
  readonly client?: ClientStage
  /** Where the ssh-agent is reached; null when none is named. Default: as ssh finds it. */
  readonly agentAddress?: () => string | null
  /** Replaces single time limits, for tests. */
  readonly limits?: Partial<Limits>
}

export function createConnectionService(options: ConnectionServiceOptions): ConnectionService {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  return {
    async test(params, context) {
      const place = placeOf(params)
      const facts = startFacts(place.target, params.hostKeyPolicy, place.purpose)
      const services = { ...options, limits, outside: options }
      const report = await runTest(requestOf(params, place, options), facts, services, context)
      options.log.info('connection-tested', {
        verdict: report.verdict,
        cause: report.cause,
        kind: place.target.kind,
      })
      return report
    },
  }
}

function requestOf(
  params: TestConnectionParams,
  place: Place,
  options: ConnectionServiceOptions,
): TestRequest {
  const { client, paths } = options
  const untilBanner = params.until === 'banner'
  const wantsClient = client !== undefined && params.withClient !== false && !untilBanner
  const { config = false, agent = false } = params.clientUses ?? {}
  return {
    key: {
      keyId: params.keyId,
      identityFile: params.identityFile,
      commandIdentityFile: place.identityFile,
    },
    passphrase: params.passphrase,
    untilBanner,
    ...(params.useAgent === true ? { agent: { address: addressOfAgent(options) } } : {}),
    mayAskAboutOthers: params.askAboutOthers !== false,
    client: wantsClient
      ? {
          run: client,
          knownHostsFiles: ['known_hosts', 'known_hosts2'].map((name) => join(paths.sshDir, name)),
          uses: { config, agent: agent || params.useAgent === true },
        }
      : null,
  }
}

function addressOfAgent(options: ConnectionServiceOptions): string | null {
  return options.agentAddress
    ? options.agentAddress()
    : agentAddress({ platform: process.platform, env: process.env })
}
