/** The stage `client` for one computer: which ssh there is, and which config it reads. */

import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { type ClientStageInput, type ClientStageResult, runClientStage } from './run-client.ts'

export interface ClientStageOptions {
  /** The ssh that a shell would run; null when there is none. */
  readonly findSsh: () => Promise<{ readonly path: string } | null>
  /** Whether the ssh-agent holds the key of this file. */
  readonly agentHolds: (keyPath: string) => Promise<boolean>
  readonly sshDir: string
}

/** What a test knows when its own stages have run. */
export interface ClientRequest
  extends Pick<
    ClientStageInput,
    'target' | 'keyPath' | 'keyOfConfig' | 'encrypted' | 'knownHostsFiles' | 'signal' | 'limitMs'
  > {
  /** What ssh may use beside the key. */
  readonly uses: { readonly config: boolean; readonly agent: boolean }
}

/** The function made throws {AppError} `cancelled`; whatever ssh does is a result. */
export function createClientStage(
  options: ClientStageOptions,
): (request: ClientRequest) => Promise<ClientStageResult> {
  return async ({ uses, ...request }) => {
    const ssh = await options.findSsh()
    if (ssh === null) {
      const detail = 'There is no ssh program on this computer that could be asked.'
      return { state: 'skipped', detail, cause: null, lines: [], evidence: [], acceptedKey: null }
    }
    const mayAskAgent = uses.agent && request.encrypted
    return runClientStage({
      ...request,
      ...configChoice(uses.config, options.sshDir),
      sshPath: ssh.path,
      useAgent: uses.agent,
      agentHolds: mayAskAgent && (await options.agentHolds(request.keyPath)),
      isProxy: request.target.kind === 'runpod-proxy',
    })
  }
}

/**
 * ssh looks in the home that the account database names, whatever HOME or our settings say
 * (ssh_config(5), FILES): another folder has to be named, and then the system's config does not count.
 */
function configChoice(
  useConfig: boolean,
  sshDir: string,
): Pick<ClientStageInput, 'useConfig' | 'configFile'> {
  if (!useConfig || sshDir === join(userInfo().homedir, '.ssh')) return { useConfig }
  const configFile = join(sshDir, 'config')
  return existsSync(configFile) ? { useConfig, configFile } : { useConfig: false }
}
